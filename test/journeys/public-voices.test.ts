/** What the public says on the site itself, from the form to the answer it reads by number. */
import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { seconds } from '../../src/clock.ts';
import { aLetter, aRequest, numberOn, openPage, type Page, sendForm } from '../interaction/fill-in.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

const NASTY = '"><script>alert(1)</script><img src=x onerror=alert(2)>';

describe('what the public says on the site', () => {
  let office: Office;
  let release: string;
  before(async () => {
    office = await openOffice();
    release = (await publish(office, aDraft())).id;
    await office.settle();
  });
  after(() => office.close());

  const open = (path: string) => openPage(office.url + path);
  const fill = async (path: string, changes: Readonly<Record<string, string | null>>, headers = {}): Promise<Page> => {
    const page = await open(path);
    office.clock.pass(seconds(30));
    return await sendForm(office.url, page, changes, headers);
  };
  const lookUp = (number: string, digits: string) => fill('/interact/lookup/', { number, digits });
  const list = async (path: string): Promise<Body[]> => (await ok(office.staff.responder.get(path))).body.items;
  const answer = async (topic: string, text: string) => {
    const path = `/api/topics/${topic}/replies`;
    const reply = (await ok(office.staff.responder.post(path, { text, means: 'channel' }))).body;
    await ok(office.staff.reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }));
    await office.settle();
  };
  const topicOf = async (kind: string, words: string): Promise<Body> => {
    await office.settle();
    const signal = (await list(`/api/signals?kind=${kind}`)).find(({ title, text }) =>
      `${title}${text}`.includes(words),
    );
    assert.ok(signal?.topic, `no topic of ${words}`);
    return signal;
  };

  it('a letter is taken, answered by two people, and its answer read by number and telephone', async () => {
    const receipt = await fill('/interact/letter/', { ...aLetter, consent: 'yes' });
    assert.equal(receipt.status, 200, receipt.words);
    const number = numberOn(receipt);
    assert.match(number, /^\d{8}-[0-9A-Z]{4}-[0-9A-Z]{3}$/);
    assert.match((await lookUp(number, '1234')).words, /领导信箱|来信.*建设路路灯/);
    const signal = await topicOf('letter', '建设路路灯');
    assert.equal(signal.author.name, '王某');
    assert.match((await lookUp(number, '1234')).words, /办理期限 ?2026-03-0\d 前/);
    await answer(signal.topic, '您好，路灯将于3月10日前修好。');
    const found = await lookUp(number, '1234');
    assert.match(found.words, /已答复.*路灯将于3月10日前修好/);
    assert.ok(!found.words.includes('办理期限'));
  });

  it('a published letter shows its answer and nobody, and can be taken off again', async () => {
    const [letter] = await list('/api/submissions');
    assert.equal((await office.staff.responder.post(`/api/submissions/${letter.id}/show`, {})).status, 403);
    const withPhone = await office.staff.approver.post(`/api/submissions/${letter.id}/show`, {
      text: '电话13800001234',
    });
    assert.equal(withPhone.status, 422);
    const shown = (await ok(office.staff.approver.post(`/api/submissions/${letter.id}/show`, {}))).body;
    const page = await open(shown.url);
    assert.match(page.words, /建设路路灯.*路灯将于3月10日前修好/);
    assert.ok(!page.html.includes('王小明') && !page.html.includes('13800001234'));
    for (const path of ['/', '/interact/letters/']) assert.ok((await open(path)).html.includes(shown.url), path);
    await ok(office.staff.approver.post(`/api/submissions/${letter.id}/hide`));
    assert.equal((await open(shown.url)).status, 404);
    assert.ok(!(await open('/')).html.includes(shown.url));
  });

  it('who wrote is sealed in the store, and opened for whoever handles the case, on record', async () => {
    const [letter] = await list('/api/submissions');
    const { db } = office.service.app;
    for (const collection of ['submissions', 'signals', 'contacts', 'ledger', 'receipts']) {
      const kept = JSON.stringify(await db.collection(collection).find({}).toArray());
      assert.ok(!kept.includes('王小明') && !kept.includes('13800001234'), collection);
    }
    assert.equal((await office.staff.drafter.post('/api/signals/contact', { signal: letter.signal })).status, 403);
    const { body } = await ok(office.staff.administrator.post('/api/signals/contact', { signal: letter.signal }));
    assert.deepEqual([body.contact.name, body.contact.phone], ['王小明', '13800001234']);
  });

  it('a request for disclosure is taken with what the regulation wants, and followed by number', async () => {
    const receipt = await fill('/interact/request/', aRequest);
    assert.equal(receipt.status, 200, receipt.words);
    assert.match(receipt.words, /20 个工作日/);
    const signal = await topicOf('request', '供水管网改造预算');
    assert.match(signal.text, /形式：纸质；方式：邮寄/);
    assert.match((await lookUp(numberOn(receipt), '2345')).words, /办理期限2026-03-30 前/, '20 working days');
    await answer(signal.topic, '您申请的信息已公开，见本网站政务公开栏目。');
    assert.match((await lookUp(numberOn(receipt), '2345')).words, /依申请公开.*已答复.*政务公开栏目/);
  });

  it('a mistake on a page is reported with the address of the page, and asked about by code', async () => {
    const page = await open(`/interact/correction/?page=${encodeURIComponent(`/p/${release}.html`)}`);
    office.clock.pass(seconds(10));
    const receipt = await sendForm(office.url, page, { about: '错别字', text: '“图书馆”写成了“图书官”。' });
    assert.equal(receipt.status, 200, receipt.words);
    const code = load(receipt.html)('.number').eq(1).text();
    assert.match(code, /^\d{6}$/);
    const signal = await topicOf('correction', '图书官');
    assert.ok(signal.text.includes(`/p/${release}.html`));
    assert.match((await lookUp(numberOn(receipt), code)).words, /网站纠错/);
  });

  it('a comment shows under its article once it was elected, with the answer to it', async () => {
    const path = `/interact/comment/?page=${release}`;
    const taken = await fill(path, { nickname: `读者<b>x</b>`, text: `周末也延长吗？${NASTY}` });
    assert.equal(taken.status, 200, taken.words);
    const article = `/p/${release}.html`;
    assert.ok(!(await open(article)).words.includes('周末也延长吗'));
    const signal = await topicOf('comment', '周末也延长吗');
    assert.equal(signal.release, release);
    await ok(office.staff.responder.post('/api/signals/moderate', { signal: signal.id, act: 'elect' }));
    await answer(signal.topic, `是的，周末同样开放到21时。${NASTY}`);
    const shown = await open(article);
    assert.match(shown.words, /读者.*周末也延长吗.*答复.*周末同样开放到21时/);
    assert.equal(load(shown.html)('script, [onerror]').length, 0);
    await ok(office.staff.responder.post('/api/signals/moderate', { signal: signal.id, act: 'unelect' }));
    assert.ok(!(await open(article)).words.includes('周末也延长吗'));
  });

  it('sent twice it is one letter with one number, and another text under the same question is refused', async () => {
    const page = await open('/interact/letter/');
    office.clock.pass(seconds(30));
    const letter = { ...aLetter, title: '公交站牌被撞坏', text: '人民广场的公交站牌被撞坏一周了，请派人修理。' };
    const [first, again] = await Promise.all([1, 2].map(() => sendForm(office.url, page, letter)));
    assert.ok(first && again);
    assert.equal(numberOn(again), numberOn(first));
    const changed = await sendForm(office.url, page, { ...letter, text: '换一件事：小区停水三天了，请尽快处理。' });
    assert.equal(changed.status, 409);
    assert.ok(changed.html.includes('小区停水三天了'), 'what was typed is lost');
    const letters = (await list('/api/signals?kind=letter')).filter(({ title }) => title === letter.title);
    assert.equal(letters.length, 1);
  });

  it('what is wrong is told beside its field, and what was typed stays, escaped', async () => {
    const page = await fill('/interact/letter/', { ...aLetter, title: NASTY.repeat(3), phone: '12', text: NASTY });
    assert.equal(page.status, 422);
    const $ = load(page.html);
    const links = $('.errors a').toArray();
    assert.equal(links.length, 2);
    for (const { attribs } of links) assert.equal($(attribs.href ?? '').length, 1, attribs.href);
    assert.equal($('#f-title').attr('value'), NASTY.repeat(3));
    assert.equal($('#f-text').text().trim(), NASTY);
    assert.equal($('script, [onerror]').length, 0);
    assert.equal($('#f-phone').attr('aria-describedby'), 'h-phone e-phone');
    assert.equal(page.headers.get('cache-control'), 'no-store');
  });

  it('a form from another website is refused, and so is one a program filled in', async () => {
    const count = async () => (await list('/api/signals?limit=200')).length;
    const before = await count();
    const letter = { ...aLetter, title: '不该收下的来信' };
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      assert.equal((await fill('/interact/letter/', letter, headers)).status, 403);
      assert.equal((await fill('/interact/lookup/', { number: 'x' }, headers)).status, 403);
    }
    assert.equal((await fill('/interact/letter/', { ...letter, website: 'https://spam.example' })).status, 403);
    assert.equal((await fill('/interact/letter/', { ...letter, token: null })).status, 422);
    const json = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'title=x' };
    assert.equal((await fetch(`${office.url}/interact/letter/`, json)).status, 415);
    assert.equal(await count(), before);
  });

  it('a number opens nothing without the digits that belong to it, and wrong and missing are told alike', async () => {
    const receipt = await fill('/interact/letter/', { ...aLetter, title: '小区电梯故障' });
    const number = numberOn(receipt);
    const wrong = await lookUp(number, '9999');
    const none = await lookUp('20180702-4K7P-QM0', '9999');
    assert.equal(wrong.status, 404);
    assert.ok(!wrong.words.includes('电梯'));
    assert.ok(none.status === 404 || none.status === 422);
    for (let i = 0; i < 8; i++) await lookUp(number, String(i).padStart(4, '0'));
    assert.equal((await lookUp(number, '1234')).status, 429, 'digits can be tried out');
    assert.ok(!(await lookUp(`${NASTY}`, '1')).html.includes('<script>'));
  });

  it('no form sends what was typed in an address', async () => {
    for (const path of ['letter', 'request', 'correction', 'lookup']) {
      const form = load((await open(`/interact/${path}/`)).html)('main form');
      assert.deepEqual([form.attr('method'), form.attr('action')], ['post', `/interact/${path}/`]);
    }
  });
});
