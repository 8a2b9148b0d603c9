/** 民意征集 and 网上调查, from the draft to the published outcome. */
import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { days, seconds } from '../../src/clock.ts';
import { openPage, type Page, sendForm } from '../interaction/fill-in.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

const NASTY = '<script>alert(1)</script>';

describe('what the public is asked', () => {
  let office: Office;
  let survey: Body;
  before(async () => {
    office = await openOffice();
    const now = office.clock.now().getTime();
    const at = (ms: number) => new Date(now + ms).toISOString();
    const inquiries = [
      { text: '您多久来一次图书馆？', type: 'single', choices: ['每周', '每月', `很少${NASTY}`] },
      { text: '您用哪些服务？', type: 'multiple', choices: ['借书', '自习', '讲座'], isRequired: false },
      { text: '还有什么建议？', type: 'text', isRequired: false },
    ];
    const draft = {
      kind: 'survey',
      title: `图书馆服务调查${NASTY}`,
      intro: '请您参与。',
      inquiries,
      from: at(days(1)),
      to: at(days(3)),
    };
    survey = (await ok(office.staff.drafter.post('/api/consultations', draft))).body;
  });
  after(() => office.close());

  const path = () => `/interact/survey/${survey.id}/`;
  const open = (at = path()) => openPage(office.url + at);
  const send = async (changes: Readonly<Record<string, string | null>>, page?: Page) => {
    const form = page ?? (await open());
    office.clock.pass(seconds(10));
    return await sendForm(office.url, form, changes);
  };

  it('is seen by nobody before somebody else has approved it, and answered by nobody before its time', async () => {
    assert.equal((await open()).status, 404);
    assert.equal(
      (await office.staff.drafter.post(`/api/consultations/${survey.id}/approve`, { revision: 1 })).status,
      403,
    );
    await ok(office.staff.approver.post(`/api/consultations/${survey.id}/approve`, { revision: 1 }));
    const page = await open();
    assert.match(page.words, /即将开始/);
    assert.equal(load(page.html)('main form').length, 0);
    assert.match((await open('/interact/surveys/')).words, /网上调查】图书馆服务调查/);
  });

  it('takes one answer of each form shown, and tells what is missing', async () => {
    office.clock.pass(days(1) + seconds(1));
    const wrong = await send({ q3: '多开几场讲座' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.words, /没有选择“1\. 您多久来一次图书馆？”/);
    assert.ok(wrong.html.includes('多开几场讲座'), 'what was typed is lost');
    assert.equal((await send({ q1: '每天' })).status, 422);
    const form = await open();
    for (let i = 0; i < 2; i++) assert.equal((await send({ q1: '每周', q2: '借书', q3: NASTY }, form)).status, 200);
    assert.equal((await send({ q1: '每月' })).status, 200);
    const { counted } = (await ok(office.staff.drafter.get(`/api/consultations/${survey.id}`))).body;
    assert.equal(counted.total, 2);
    assert.deepEqual(
      counted.inquiries.map(({ counts, answered }: Body) => [counts, answered]),
      [
        [[1, 1, 0], 2],
        [[1, 0, 0], 1],
        [[], 1],
      ],
    );
  });

  it('takes no crowd from one address, and keeps no address', async () => {
    for (let i = 0; i < 3; i++) assert.equal((await send({ q1: '每周' })).status, 200);
    assert.equal((await send({ q1: '每周' })).status, 429);
    const kept = await office.service.app.db.collection('consultation_answers').find({}).toArray();
    assert.ok(!JSON.stringify(kept).includes('127.0.0.1'));
  });

  it('shows its outcome with every figure and its denominator once it is over', async () => {
    const outcome = { revision: 2, text: '已增加讲座场次。' };
    assert.equal((await office.staff.approver.post(`/api/consultations/${survey.id}/outcome`, outcome)).status, 409);
    const late = await open();
    office.clock.pass(days(3));
    assert.equal((await send({ q1: '每周' }, late)).status, 422);
    assert.match((await open()).words, /已截止/);
    await ok(office.staff.approver.post(`/api/consultations/${survey.id}/outcome`, outcome));
    const page = await open();
    assert.match(page.words, /共收到 5 份.*已增加讲座场次.*每周480\.0%每月120\.0%/);
    assert.equal(load(page.html)('script').length, 0);
    const kept = await office.service.app.db.collection<Body>('consultation_answers').find({}).toArray();
    assert.ok(
      kept.every(({ mark }) => mark === ''),
      'marks outlive the time',
    );
    await office.settle();
    const { items } = (await ok(office.staff.approver.get(`/api/ledger?subject=${survey.id}`))).body;
    assert.deepEqual(items.map(({ what }: Body) => what).sort(), [
      'consultation.approved',
      'consultation.drafted',
      'consultation.published',
    ]);
  });
});
