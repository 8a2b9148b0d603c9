import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import { minutes } from '../../src/clock.ts';
import { topicPageAnswer, topicRowAnswer } from '../../src/topic/topic-answer.ts';
import { warnOfDeadlines } from '../../src/topic/warn-of-deadlines.ts';
import { type Body, type Client, openClient } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

/** Friday; the Sunday after it, the 20th, is a made-up working day. */
const START = new Date('2026-09-18T16:00:00+08:00');

describe('units, clocks and warnings', () => {
  let office: Office;
  let rules: string;
  let teacher: Client;
  let officer: Client;
  before(async () => {
    rules = await mkdtemp(join(tmpdir(), 'rules-'));
    await cp(join(import.meta.dirname, '../../config'), rules, { recursive: true });
    office = await openOffice({ start: START, env: { SANWEI_RULES: rules } });
    teacher = await hire('teacher', { unit: 'education' });
    officer = await hire('officer', { unit: 'police', isHead: true });
  });
  after(async () => {
    await office.close();
    await rm(rules, { recursive: true });
  });

  const responder = () => office.staff.responder;
  const page = async (id: string): Promise<Body> => (await ok(responder().get(`/api/topics/${id}`))).body;
  const items = async (query: string, client = responder()): Promise<Body[]> =>
    (await ok(client.get(query))).body.items;
  const warnings = async (query = '', client = responder()): Promise<Body> =>
    (await ok(client.get(`/api/warnings${query}`))).body;
  const ids = (found: readonly Body[]) => found.map(({ id }) => id);

  async function hire(name: string, given: object): Promise<Client> {
    const { administrator } = office.staff;
    const password = `${name}-has-a-password`;
    const person = { name, displayName: name, roles: ['responder'], password, mustChangePassword: false, ...given };
    await ok(administrator.post('/api/staff', person));
    const browser = await openClient(office.url).login(name, password);
    const { token } = (await ok(browser.post('/api/tokens', { name: 'journey', roles: ['responder'] }))).body;
    return openClient(office.url).as(token);
  }

  let number = 0;
  async function hear(title: string, given: object = {}): Promise<Body> {
    const ref = `m${++number}`;
    const signal = { account: 'message-board', ref, kind: 'message', author: '张三', title, text: title, ...given };
    const body = JSON.stringify({ ...signal, writtenAt: office.clock.now().toISOString() });
    const headers = { 'content-type': 'application/x-ndjson' };
    await ok(responder().send({ method: 'POST', path: '/api/signals/import', body, headers }));
    await office.service.app.idle();
    const found = (await items('/api/topics?limit=100')).find((topic) => topic.title === title);
    return found ?? assert.fail(`no topic ${title}`);
  }

  async function act(client: Client, topic: Body, name: string, body: object = {}): Promise<Body> {
    const { revision } = await page(topic.id);
    return (await ok(client.post(`/api/topics/${topic.id}/${name}`, { revision, ...body }))).body;
  }

  it('proposes class, kind and unit with their reasons, and a due time that counts the made-up Sunday', async () => {
    const topic = await hear('咨询第一小学今年招生范围');
    assert.deepEqual([topic.class, topic.matter, topic.classedBy], ['message', 'consultation', null]);
    assert.match(topic.proposal.reason, /“咨询”/);
    assert.deepEqual([topic.proposal.unit.unit, topic.proposal.unit.unitName], ['education', '县教育局']);
    // Sun 20 (made up), Mon 21, Tue 22 September = 3.
    assert.equal(topic.due.at, '2026-09-22T15:59:59.999Z');
    assert.match(topic.due.explanation, /计入调休上班的 2026-09-20/);
    const confirmed = await act(responder(), topic, 'class', { class: 'message', matter: 'consultation' });
    assert.notEqual(confirmed.classedBy, null);
  });

  it('assigns, is handed back while the clock runs on, and is reassigned; every act is in the ledger', async () => {
    const topic = await hear('投诉学校旁边红绿灯坏了');
    await act(responder(), topic, 'assign', { lead: 'education', note: '请核实' });
    assert.deepEqual(ids(await items('/api/topics?unit=mine', teacher)), [topic.id]);
    const denied = await officer.post(`/api/topics/${topic.id}/accept`, { revision: (await page(topic.id)).revision });
    assert.equal(denied.status, 409);
    office.clock.pass(minutes(30));
    const back = await act(teacher, topic, 'hand-back', { reason: '信号灯由交警管理' });
    assert.deepEqual([back.units, back.timesHandedBack, back.due.at], [[], 1, topic.due.at]);
    assert.equal(back.assignments[0].settled.reason, '信号灯由交警管理');
    assert.ok(ids(await items('/api/topics?unit=none')).includes(topic.id));
    await act(responder(), topic, 'assign', { lead: 'police' });
    await act(officer, topic, 'accept');
    await office.service.app.idle();
    const ledger = await items(`/api/ledger?subject=${topic.id}`, office.staff.approver);
    const told = ledger.map(({ what }) => what).filter((what) => !what.endsWith('opened'));
    assert.deepEqual(told.toSorted(), ['topic.accepted', 'topic.assigned', 'topic.assigned', 'topic.handed-back']);
    assert.deepEqual(ids(await items('/api/topics?unit=police&class=message')), [topic.id]);
    assert.deepEqual(await items('/api/topics?unit=police&class=opinion'), []);
  });

  it('warns, passes up and lists it for whoever it concerns, each once', async () => {
    const topic = await hear('咨询派出所身份证办理时间');
    await act(responder(), topic, 'assign', { lead: 'police' });
    const at = async (time: string) => {
      office.clock.set(new Date(`2026-09-${time}+08:00`));
      await warnOfDeadlines(office.service.app, office.clock.now());
      await warnOfDeadlines(office.service.app, office.clock.now());
    };
    const mine = async (client: Client) => (await warnings('', client)).items.find(({ id }: Body) => id === topic.id);
    await at('21T08:29:00');
    assert.equal(await mine(officer), undefined);
    await at('21T08:30:00');
    const soon = await mine(officer);
    assert.deepEqual([soon.alert.level, soon.warnings.length], ['before', 1]);
    assert.match(soon.warnings[0].words, /“答复”将于 2026-09-22 23:59 到期/);
    assert.equal(await mine(teacher), undefined);
    await at('23T08:30:00');
    const late = await mine(officer);
    const told = late.warnings.map(({ kind, tell }: Body) => `${kind} ${tell}`);
    assert.deepEqual(told, ['before handler', 'after unit-head', 'after office-leader']);
    assert.ok(ids(await items('/api/topics?alert=after&limit=100')).includes(topic.id));
    assert.ok((await warnings('?for=all')).counts.after >= 1);
    await office.service.app.idle();
    const ledger = await items(`/api/ledger?subject=${topic.id}`, office.staff.approver);
    const lines = ledger.filter(({ what }) => ['topic.warned', 'topic.escalated'].includes(what));
    assert.equal(lines.length, 3);
  });

  it('recounts while it runs when the calendar changes, and says why a bad file is not taken', async () => {
    const topic = await hear('咨询图书馆开放时间');
    // Heard on Wed 23 September: Thu 24, free Fri 25 – Sun 27, Mon 28, Tue 29 = 3.
    assert.equal(topic.due.at, '2026-09-29T15:59:59.999Z');
    const file = join(rules, 'calendar/2026.json');
    const year = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...year, holidays: [...year.holidays, '2026-09-28'] }));
    const reloaded = (await ok(responder().post('/api/rules/reload', undefined))).body;
    assert.ok(reloaded.changed >= 1 && reloaded.problem === null);
    const moved = await page(topic.id);
    assert.equal(moved.due.at, '2026-09-30T15:59:59.999Z');
    assert.match(moved.due.explanation, /跳过放假的 2026-09-25、2026-09-28/);
    await writeFile(file, JSON.stringify({ ...year, holidays: ['2025-01-01'] }));
    const refused = (await ok(responder().post('/api/rules/reload', undefined))).body;
    assert.match(refused.problem, /2026\.json/);
    assert.equal((await page(topic.id)).due.at, moved.due.at);
  });

  it('lets an answer of two units out only when both have agreed to its text', async () => {
    const fake = office.fakes.wechat as WechatFake;
    fake.say('王小明', '小学门口没有护学岗，孩子过马路危险');
    await fake.pushed();
    await office.settle();
    const [topic] = (await items('/api/topics?limit=100')).filter(({ title }) => title.includes('护学岗'));
    await act(responder(), topic, 'assign', { lead: 'education', with: ['police'] });
    const draft = { text: '已设护学岗。', means: 'channel' };
    const reply = (await ok(responder().post(`/api/topics/${topic.id}/replies`, draft))).body;
    const { id, revision } = reply;
    const approve = () => office.staff.reviewer.post(`/api/replies/${id}/approve`, { revision });
    const agree = (client: Client, body: object) => client.post(`/api/replies/${id}/agree`, { revision, ...body });
    assert.match((await approve()).body.detail, /县教育局、县公安局尚未会签/);
    await ok(agree(teacher, { verdict: 'agrees' }));
    assert.equal((await agree(officer, { verdict: 'objects' })).status, 422);
    await ok(agree(officer, { verdict: 'objects', reason: '请写明时间' }));
    assert.match((await approve()).body.detail, /县公安局不同意/);
    await ok(agree(officer, { verdict: 'agrees' }));
    const { replies } = await page(topic.id);
    assert.deepEqual(
      replies[0].agreements.map(({ unitName, consent }: Body) => [unitName, consent.verdict]),
      [
        ['县教育局', 'agrees'],
        ['县公安局', 'agrees'],
      ],
    );
    await ok(approve());
    await office.settle();
    assert.deepEqual(fake.answersTo('王小明'), ['已设护学岗。']);
  });

  it('answers what the OpenAPI document says it answers', async () => {
    const [row] = await items('/api/topics?limit=1');
    assert.deepEqual(Object.keys(row!).toSorted(), Object.keys(topicRowAnswer.shape).toSorted());
    const whole = await page(row!.id);
    assert.deepEqual(Object.keys(whole).toSorted(), Object.keys(topicPageAnswer.shape).toSorted());
    const { paths } = (await ok(responder().get('/api/openapi.json'))).body;
    for (const path of [
      '/api/topics/{id}/assign',
      '/api/topics/{id}/hand-back',
      '/api/replies/{id}/agree',
      '/api/warnings',
    ]) {
      assert.ok(paths[path], path);
    }
  });
});
