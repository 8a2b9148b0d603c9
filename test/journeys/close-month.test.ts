import assert from 'node:assert/strict';
import { minutes } from '../../src/clock.ts';
import type { Body } from '../support/api.ts';
import { waitFor } from './child-service.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

describe('closing a month', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2026-03-30T09:00:00+08:00') });
    await publish(office);
    await office.settle();
  });
  after(() => office.close());

  const march = async (): Promise<Body> => (await ok(office.staff.drafter.get('/api/statistics?period=2026-03'))).body;
  const close = (period = '2026-03') => office.staff.approver.post('/api/statistics/close', { period });
  const reopen = (body: object) => office.staff.approver.post('/api/statistics/reopen', body);
  const lines = (as: string) => office.staff.approver.get(`/api/statistics/replies/lines?period=2026-03&as=${as}`);

  /** Somebody was called back in March and it is put on record later. */
  async function logCall(): Promise<void> {
    const signal = {
      ...{ account: 'message-board', ref: 'm1', kind: 'message', author: '张三', title: '路灯不亮' },
      ...{ text: '城关镇解放路的路灯三天不亮了。', writtenAt: '2026-03-29T10:00:00+08:00' },
    };
    const headers = { 'content-type': 'application/x-ndjson' };
    const body = JSON.stringify(signal);
    await ok(office.staff.responder.send({ method: 'POST', path: '/api/signals/import', body, headers }));
    await office.service.app.idle();
    const { items } = (await ok(office.staff.responder.get('/api/topics?limit=1'))).body;
    const reply = { text: '路灯已修好。', means: 'phone', proof: '电话记录 26', givenAt: '2026-03-31T17:00:00+08:00' };
    await ok(office.staff.responder.post(`/api/topics/${items[0].id}/replies`, reply));
  }

  it('is refused while the month lasts', async () => {
    const { status, body } = await close();
    assert.deepEqual([status, body.code], [409, 'wrong-state']);
    assert.match(body.detail, /2026-04-01 起/);
    assert.equal((await march()).closing, null);
  });

  it('keeps its figures by name, and the figures of the month say so', async () => {
    office.clock.set(new Date('2026-04-01T09:00:00+08:00'));
    const closing = (await ok(close())).body;
    assert.deepEqual([closing.period, closing.state, closing.restated], ['2026-03', 'closed', []]);
    assert.ok(closing.sealedUpTo.number >= 1);
    const items = closing.figures.find(({ id }: Body) => id === 'items');
    assert.deepEqual([items.title, items.value, items.unit], ['主动公开政府信息数', 1, '条']);
    assert.deepEqual((await march()).closing, closing);
    assert.equal((await close()).status, 409);
  });

  it('stands among the months of its year', async () => {
    const { months, figures } = (await ok(office.staff.drafter.get('/api/statistics/months?year=2026'))).body;
    const items = figures.find(({ id }: Body) => id === 'items');
    assert.deepEqual([months[2], items.values], ['2026-03', [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]]);
    assert.equal((await office.staff.drafter.get('/api/statistics/months?year=26')).status, 422);
  });

  it('stays as it was when an answer of that month is put on record late, which shows beside it with its line', async () => {
    await logCall();
    const { closing, figures } = await march();
    const now = figures.find(({ id }: Body) => id === 'replies');
    const then = closing.figures.find(({ id }: Body) => id === 'replies');
    assert.deepEqual([then.value, now.value], [0, 1]);
    const moved = closing.restated.map(({ id, closed, now: value, added }: Body) => [id, closed, value, added]);
    assert.deepEqual(moved, [
      ['topics', 0, 1, 1],
      ['replies', 0, 1, 1],
      ['replies-by-means:phone', 0, 1, 1],
    ]);
    const restated = (await ok(lines('restated'))).body;
    assert.deepEqual(
      restated.added.map(({ what, on }: Body) => [what, on]),
      [['reply.logged', '2026-03-31']],
    );
    assert.deepEqual((await ok(lines('closed'))).body.lines, []);
    assert.equal((await ok(lines('now'))).body.lines.length, 1);
  });

  it('is opened again with a reason only, and closed anew', async () => {
    const refused = await reopen({ period: '2026-03', reason: ' ' });
    assert.deepEqual([refused.status, refused.body.fields[0].field], [422, 'reason']);
    assert.equal((await reopen({ period: '2026-02', reason: '核对' })).status, 404);
    office.clock.pass(minutes(1));
    const opened = (await ok(reopen({ period: '2026-03', reason: '补记电话答复' }))).body;
    assert.deepEqual([opened.state, opened.reopened.reason], ['reopened', '补记电话答复']);
    office.clock.pass(minutes(1));
    const again = (await ok(close())).body;
    assert.deepEqual([again.nth, again.restated], [2, []]);
    const trail = (await ok(office.staff.approver.get('/api/ledger?subject=2026-03'))).body.items;
    assert.deepEqual(
      trail.map(({ what }: Body) => what),
      ['period.closed', 'period.reopened', 'period.closed'],
    );
  });

  it('has the same figures after they were made anew from the ledger', async () => {
    const { closing, figures } = await march();
    const begun = await office.staff.approver.post('/api/statistics/rebuild', {});
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    const isOver = async () => !(await ok(office.staff.drafter.get('/api/statistics/rebuild'))).body.running;
    assert.ok(await waitFor(isOver, 10_000));
    assert.deepEqual(await march(), { ...(await march()), closing, figures });
    assert.equal((await office.staff.responder.post('/api/statistics/rebuild', {})).status, 403);
  });

  it('is for those who sign', async () => {
    assert.equal((await office.staff.responder.post('/api/statistics/close', { period: '2026-03' })).status, 403);
    const { status, body } = await close('2026-13');
    assert.deepEqual([status, body.fields[0].field], [422, 'period']);
  });
});
