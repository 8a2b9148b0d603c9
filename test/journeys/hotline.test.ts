/** A case of the hotline: pushed, assigned, answered from our desk, closed, counted. */
import assert from 'node:assert/strict';
import startFake, { type HotlineFake } from '../../channels/hotline/fake.ts';
import type { Body } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('a case of the hotline', () => {
  let office: Office;
  let fake: HotlineFake;
  before(async () => {
    office = await openOffice({
      variables: async (clock) => {
        fake = await startFake({ port: await freePort(), clock, file: null, pushTo: null, siteUrl: '' });
        return Object.fromEntries(Object.entries(fake.settings).map(([name, value]) => [`HOTLINE_${name}`, value]));
      },
    });
    fake.pushesTo(`${office.url}/push/hotline`);
  });
  after(async () => {
    await office.close();
    await fake.close();
  });

  const responder = () => office.staff.responder;
  const signals = async () => (await ok(responder().get('/api/signals?account=hotline'))).body.items;
  const figure = async (id: string) => {
    const { figures } = (await ok(office.staff.approver.get('/api/statistics?period=2026'))).body;
    return figures.find((one: Body) => one.id === id)?.value ?? 0;
  };
  const caller = { name: '张某某', phone: '13812345678' };
  let id = '';

  it('becomes one signal and one topic, the caller apart, and is counted as accepted', async () => {
    id = await fake.call({ title: '龙坪镇新村路灯不亮', text: '路灯三天不亮，晚上看不见路。', caller });
    await office.settle();
    assert.deepEqual(fake.pushed, [200]);
    const [signal, ...more] = await signals();
    assert.deepEqual([more.length, signal.kind, signal.contact], [0, 'case', 'kept']);
    assert.ok(signal.case.acceptedAt && !signal.case.closedAt);
    assert.ok(!JSON.stringify(signal).includes(caller.phone));
    assert.deepEqual([await figure('cases:received'), await figure('cases:closed')], [1, 0]);
  });

  it('stays one when it changes or is pushed again', async () => {
    const assignedAt = office.clock.now().toISOString();
    await fake.move(id, { assignedAt, unit: '县住建局' });
    await fake.move(id, {});
    await office.settle();
    const [signal, ...more] = await signals();
    assert.deepEqual([more.length, signal.case.unit, signal.case.assignedAt], [0, '县住建局', assignedAt]);
    assert.equal((await ok(responder().get('/api/topics'))).body.items.length, 1);
  });

  it('shows its caller to who has taken it on', async () => {
    const [signal] = await signals();
    const see = () => responder().post('/api/signals/contact', { signal: signal.id });
    assert.equal((await see()).status, 403);
    const topic = (await ok(responder().get(`/api/topics/${signal.topic}`))).body;
    await ok(responder().post(`/api/topics/${signal.topic}/claim`, { revision: topic.revision }));
    assert.deepEqual((await ok(see())).body.contact, { ...caller, address: '', mail: '' });
  });

  const told = () =>
    fake
      .statusesOf(id)
      .map(({ state, unit, with: others, reason, onTime }) => [state, unit, others.join(), reason, onTime]);
  const step = async (name: string, more: Body = {}) => {
    const [{ topic }] = await signals();
    const { revision } = (await ok(responder().get(`/api/topics/${topic}`))).body;
    await ok(responder().post(`/api/topics/${topic}/${name}`, { revision, ...more }));
    await office.settle();
  };

  it('tells the hotline that it was taken on, with the deadline and that it was in time', async () => {
    await office.settle();
    assert.deepEqual(told(), [['accepted', '', '', '', true]]);
    assert.ok(fake.statusesOf(id)[0]!.dueAt > fake.statusesOf(id)[0]!.at);
  });

  it('tells it which units have it, that a wrong one has handed it back and why, and who has it then', async () => {
    fake.spoilNext('lost-answer');
    await step('assign', { lead: 'housing', with: ['transport'] });
    fake.spoilNext('bad-gateway-before');
    await step('hand-back', { unit: 'housing', reason: '路灯由城管负责' });
    await step('assign', { lead: 'urban' });
    const [, ...later] = told();
    assert.deepEqual(later, [
      ['assigned', '县住房和城乡建设局', '县交通运输局', '', true],
      ['handed-back', '县住房和城乡建设局', '', '路灯由城管负责', null],
      ['assigned', '县综合行政执法局', '', '', true],
    ]);
  });

  it('is answered from our desk into the hotline, once, through a lost answer', async () => {
    fake.spoilNext('lost-answer');
    const [signal] = await signals();
    const write = { text: '路灯已修复，感谢您的反映。', means: 'channel' };
    const reply = (await ok(responder().post(`/api/topics/${signal.topic}/replies`, write))).body;
    await ok(office.staff.reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }));
    await office.settle();
    assert.deepEqual(fake.repliesOf(id), [write.text]);
    const topic = (await ok(responder().get(`/api/topics/${signal.topic}`))).body;
    assert.equal(topic.state, 'answered');
    assert.deepEqual(told().at(-1), ['answered', '', '', '', true]);
    const steps = topic.deliveries.filter(({ action }: Body) => action === 'report');
    assert.deepEqual(new Set(steps.map(({ state }: Body) => state)), new Set(['done']));
    assert.equal(steps[0].actionName, '回传“已签收”');
  });

  it('tells it that the matter is closed, and that it is open again', async () => {
    await step('close', { reason: '路灯已修复' });
    await step('reopen');
    const [closed, reopened] = told().slice(-2);
    assert.deepEqual([closed, reopened?.[0]], [['closed', '', '', '路灯已修复', true], 'reopened']);
    await step('close', { reason: '再次核实已修复' });
    const keys = fake.arrived().length;
    await office.settle();
    assert.equal(fake.arrived().length, keys);
  });

  it('closed in time is counted so, and a number entered by hand for the same month is refused', async () => {
    await fake.move(id, { closedAt: office.clock.now().toISOString(), onTime: true });
    await fake.move(id, {});
    await office.settle();
    const counted = [await figure('cases:received'), await figure('cases:closed'), await figure('cases-on-time')];
    assert.deepEqual(counted, [1, 1, 1]);
    const on = office.clock.now().toISOString().slice(0, 10);
    const entry = { kind: 'case-closed', on, count: 3, title: '3月办结', proof: '热线月报' };
    const refused = await office.staff.approver.post('/api/entries', entry);
    assert.equal(refused.body.code, 'does-not-fit', JSON.stringify(refused.body));
  });

  it('comes in as a file as well, and the next file closes it without making another', async () => {
    const file = async (closed: string) => {
      const rows = `工单编号,标题,诉求内容,来电时间,受理时间,办结时间,是否按时\n110-9,,南门井盖丢了,2026/3/1 9:00,2026/3/1 9:05,${closed}`;
      const { body } = await ok(responder().post('/api/imports?name=a.csv', rows, { 'content-type': 'text/csv' }));
      const input = { account: 'hotline', kind: 'case', columns: body.proposal.columns };
      await ok(responder().post(`/api/imports/${body.id}/run`, input));
      await office.settle();
    };
    const before = [await figure('cases:received'), await figure('cases:closed')];
    await file(',');
    await file('2026/3/1 17:00,是');
    const [nine, ...more] = (await signals()).filter(({ ref }: Body) => ref === '110-9');
    assert.deepEqual([more.length, nine.case.onTime], [0, true]);
    const since = [await figure('cases:received'), await figure('cases:closed')].map((value, i) => value - before[i]!);
    assert.deepEqual(since, [1, 1]);
  });

  it('shows in the list of sources, with when it last told of anything and what waits', async () => {
    const { items } = (await ok(responder().get('/api/sources'))).body;
    const source = items.find(({ account }: Body) => account === 'hotline');
    assert.deepEqual([source.state, source.oldestUnsorted], ['working', null]);
    assert.ok(source.pushedAt && source.newsAt);
  });

  it('is never offered for a release', async () => {
    const accounts = (await ok(office.staff.drafter.get('/api/accounts'))).body.items;
    const { can } = accounts.find((one: Body) => one.id === 'hotline');
    assert.deepEqual(can, ['reply', 'report', 'receive']);
    const draft = (await ok(office.staff.drafter.post('/api/releases', { title: '公告', body: '正文' }))).body;
    assert.ok(!draft.accounts?.includes('hotline'));
  });
});
