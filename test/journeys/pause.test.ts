import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, approve, ok, publish } from './publish.ts';

describe('the pause of everything', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  const show = async (): Promise<Body> => (await ok(office.staff.drafter.get('/api/sending'))).body;
  const deliveriesOf = async (id: string): Promise<Body[]> =>
    (await ok(office.staff.drafter.get(`/api/releases/${id}`))).body.deliveries;
  const statesOf = async (id: string) => [...new Set((await deliveriesOf(id)).map(({ state }) => state))];
  const titled = (title: string) => office.fakes.weibo.posts().filter(({ text }) => text.includes(title)).length;

  it('is off at first, and nothing stands in its place', async () => {
    const none = { isOn: false, since: null, by: null, reason: null, urgentGoes: null };
    const nothing = { held: { total: 0, accounts: [] }, items: [], next: null, last: null };
    assert.deepEqual(await show(), { ...none, ...nothing });
  });

  it('is no business of somebody without the right', async () => {
    const { drafter, responder } = office.staff;
    for (const client of [drafter, responder]) {
      assert.equal((await client.post('/api/sending/pause', { reason: '全国哀悼日' })).status, 403);
      assert.equal((await client.post('/api/sending/resume')).status, 403);
    }
    assert.equal((await show()).isOn, false);
  });

  it('lets only the urgent out, lists the rest, and sends it in order when it ends', async () => {
    const { approver, drafter } = office.staff;
    const { clock, service } = office;
    const reason = '全国哀悼日';
    const began = clock.now().toISOString();
    const { body: paused } = await ok(approver.post('/api/sending/pause', { reason, urgentGoes: true }));
    assert.deepEqual([paused.isOn, paused.since, paused.reason, paused.urgentGoes], [true, began, reason, true]);
    assert.equal((await approver.post('/api/sending/pause', { reason: '另一原因' })).body.code, 'wrong-state');

    const first = await publish(office, aDraft({ title: '关于举办书法展的公告' }));
    clock.pass(60_000);
    const second = await publish(office, aDraft({ title: '关于修订便民服务指南的公告' }));
    clock.pass(60_000);
    // Found urgent only on second thoughts.
    const draft = (await ok(drafter.post('/api/releases', aDraft({ title: '关于暴雨红色预警的公告' })))).body;
    assert.equal(draft.urgent, false);
    const urgent = { urgent: true, revision: draft.revision };
    const warning = (await ok(drafter.patch(`/api/releases/${draft.id}`, urgent))).body;
    assert.equal(warning.urgent, true);
    await approve(office, warning.id, warning.revision);
    for (let looks = 0; (await statesOf(warning.id)).join() !== 'done'; looks++) {
      assert.ok(looks < 30, 'the urgent release does not get out');
      await service.app.idle();
      clock.pass(2000);
    }

    const held = [...(await deliveriesOf(first.id)), ...(await deliveriesOf(second.id))];
    assert.deepEqual([...new Set(held.map(({ state }) => state))], ['waiting']);
    assert.ok(held.every((one) => one.held === true && one.reason === `已暂停全部发送：${reason}`));
    assert.deepEqual([titled('书法展'), titled('便民服务'), titled('暴雨')], [0, 0, 1]);
    const board = (await ok(drafter.get('/api/deliveries?state=waiting'))).body.items;
    assert.deepEqual([...new Set(board.map((one: Body) => one.held))], [true]);

    const shown = await show();
    const accounts = ['website', 'wechat', 'weibo'].map((account) => ({ account, held: 2 }));
    assert.deepEqual(shown.held, { total: 6, accounts });
    assert.deepEqual(shown.items.map(({ id }: Body) => id).toSorted(), held.map(({ id }) => id).toSorted());
    const page = (await ok(drafter.get('/api/sending?limit=4'))).body;
    const rest = (await ok(drafter.get(`/api/sending?limit=4&cursor=${page.next}`))).body;
    assert.deepEqual([page.items.length, rest.items.length, rest.next], [4, 2, null]);

    clock.pass(60_000);
    const ended = clock.now().toISOString();
    const { body: resumed } = await ok(approver.post('/api/sending/resume'));
    assert.deepEqual([resumed.isOn, resumed.last.held], [false, 6]);
    await office.settle();
    assert.deepEqual(await statesOf(first.id), ['done']);
    assert.deepEqual(await statesOf(second.id), ['done']);
    const texts = office.fakes.weibo.posts().map(({ text }) => text);
    const order = ['暴雨', '书法展', '便民服务'].map((title) => texts.findIndex((text) => text.includes(title)));
    assert.deepEqual(order, [0, 1, 2]);

    const { last, ...off } = await show();
    assert.deepEqual([off.isOn, off.held.total], [false, 0]);
    const { by, endedBy, ...told } = last;
    assert.deepEqual(told, { reason, urgentGoes: true, from: began, to: ended, held: 6 });
    assert.ok(by !== null && by === endedBy);
    assert.equal((await approver.post('/api/sending/resume')).body.code, 'wrong-state');

    const ledger = (await ok(approver.get('/api/ledger?subject=all'))).body.items;
    assert.deepEqual(
      ledger.map(({ what, facts }: Body) => [what, facts]),
      [
        ['sending.paused', { reason, urgentGoes: true }],
        ['sending.resumed', { held: 6 }],
      ],
    );
  });
});
