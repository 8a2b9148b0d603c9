import assert from 'node:assert/strict';
import type { Limits } from '../../src/channel/contract.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { carryOn, dueOn, nextDueOn } from '../../src/delivery/lane.ts';
import { keepLatest, triesMade } from '../../src/delivery/try.ts';
import { aChannel, aDelivery, aSending, aTry, at, counted, done, limits, tried } from '../support/builders.ts';
import { earlierIn, openDeliveries, put, putEarlier, read, triesIn } from './on-store.ts';

const numbered = (n: number, changes: Partial<Delivery> = {}) =>
  aDelivery({ _id: `d${String(n).padStart(3, '0')}`, ...changes });

describe('dueOn', () => {
  const store = openDeliveries();
  const sending = () => aSending(store().db, aChannel());
  const due = async (inHand: readonly string[] = [], room = 50) =>
    (await dueOn('weibo', { inHand: inHand.map((_id) => aDelivery({ _id })), room, pause: null }, sending())).map(
      ({ _id }) => _id,
    );

  it('holds new posts back while one is in doubt that they could hide, and only while a post is', async () => {
    const channel = aChannel({ limits: { ...limits, readBack: 5 } });
    const dueBeside = async (inDoubt: Delivery) => {
      await put(
        store().db,
        inDoubt,
        numbered(1),
        numbered(2, { order: { action: 'reply', comment: 'c1', text: '已收到' } }),
      );
      const rows = await dueOn('weibo', { inHand: [], room: 50, pause: null }, aSending(store().db, channel));
      await store().db.collection('deliveries').deleteMany({});
      return rows.map(({ _id }) => _id);
    };
    const later = { state: 'settling', dueAt: at('09:30') } as const;
    assert.deepEqual(await dueBeside(numbered(0, later)), ['d002']);
    const reply = { action: 'reply', comment: 'c0', text: '已收到' } as const;
    assert.deepEqual(await dueBeside(numbered(0, { ...later, order: reply })), ['d001', 'd002']);
  });

  it('is oldest first, without what is in hand, not yet due, ended, or on another account', async () => {
    await put(
      store().db,
      numbered(1, { dueAt: at('08:59') }),
      numbered(2, { dueAt: at('08:00') }),
      numbered(3, { dueAt: at('08:30') }),
      numbered(4, { dueAt: at('09:00:01') }),
      numbered(5, { state: 'done' }),
      numbered(6, { state: 'stuck' }),
      numbered(7, { state: 'cancelled' }),
      numbered(8, { account: 'wechat' }),
      numbered(9, { state: 'settling', dueAt: at('08:10') }),
      numbered(10, { state: 'sending', dueAt: at('08:20') }),
    );
    assert.deepEqual(await due(['d003']), ['d002', 'd009', 'd010', 'd001']);
    assert.deepEqual(await nextDueOn('weibo', at('09:00'), sending()), at('09:00:01'));
  });

  it('is urgent first, whatever came before it', async () => {
    await put(
      store().db,
      numbered(1, { dueAt: at('07:00') }),
      numbered(2, { dueAt: at('08:59'), urgent: true }),
      numbered(3, { dueAt: at('08:30'), urgent: true }),
      numbered(4, { dueAt: at('08:00'), state: 'settling' }),
      numbered(5, { dueAt: at('09:30'), urgent: true }),
      numbered(6, { dueAt: at('09:40') }),
    );
    assert.deepEqual(await due(), ['d003', 'd002', 'd001', 'd004']);
    assert.deepEqual(await nextDueOn('weibo', at('09:00'), sending()), at('09:30'));
    assert.deepEqual(await nextDueOn('weibo', at('09:30'), sending()), at('09:40'));
  });

  it('leaves out what waits for another delivery, but carries on what was sent already', async () => {
    const pile = Array.from({ length: 120 }, (_, i) => numbered(i, { after: ['page'], dueAt: at('08:00') }));
    await put(store().db, ...pile, numbered(500, { dueAt: at('08:30') }));
    await put(store().db, numbered(501, { state: 'settling', after: ['page'], dueAt: at('08:40') }));
    assert.deepEqual(await due([], 1), ['d500']);
    assert.deepEqual(await due([], 5), ['d500', 'd501']);
  });

  it('reads as many as there is room for beside what is in hand', async () => {
    await put(store().db, ...[1, 2, 3, 4, 5].map((n) => numbered(n)));
    assert.deepEqual(await due(['d001', 'd002'], 2), ['d003', 'd004']);
  });
});

describe('carryOn with quotas', () => {
  const store = openDeliveries();
  const hourly: Limits = { ...limits, quotas: [{ action: 'publish', count: 2, per: 'hour' }] };
  const publish = counted(async () => done());
  const sending = () => aSending(store().db, aChannel({ limits: hourly, publish }));
  const done1 = { state: 'done', ref: 'p', url: null } as const;
  /** A delivery that is over and was tried so. */
  const used = (n: number, ofTry: Parameters<typeof aTry>[1] = {}, changes: Partial<Delivery> = {}) =>
    tried(numbered(n, { state: 'done', ...changes }), { outcome: done1, ...ofTry });
  beforeEach(() => {
    publish.calls.length = 0;
  });

  it('holds what would be too much until the next window, and says so', async () => {
    await put(store().db, numbered(9), used(1), used(2));
    await carryOn(numbered(9), sending());
    const { state, dueAt, failure, reason } = await read(store().db, numbered(9));
    assert.deepEqual({ state, dueAt, failure }, { state: 'waiting', dueAt: at('10:00'), failure: 'limited' });
    assert.match(reason, /每小时额度（2 次）/);
    assert.equal(publish.calls.length, 0);
  });

  it('counts only this account, this action and this window', async () => {
    await put(
      store().db,
      numbered(9),
      used(1, { at: at('08:59:59') }),
      used(2, {}, { account: 'wechat' }),
      used(3, { action: 'reply' }),
      used(4),
    );
    await carryOn(numbered(9), sending());
    assert.equal((await read(store().db, numbered(9))).state, 'done');
  });

  it('counts what may have happened, but no try that certainly did not', async () => {
    const waiting = { state: 'waiting', dueAt: at('09:05'), reason: '', failure: 'locked-out' } as const;
    const settling = { state: 'settling', ticket: null, dueAt: at('09:05'), reason: '', failure: 'uncertain' } as const;
    await put(store().db, numbered(9), ...[1, 2, 3].map((n) => used(n, { outcome: waiting })));
    await put(store().db, used(4, { outcome: null }));
    await carryOn(numbered(9), sending());
    assert.equal((await read(store().db, numbered(9))).state, 'done');
    await put(store().db, numbered(10), used(5, { outcome: settling }));
    await carryOn(numbered(10), sending());
    assert.equal((await read(store().db, numbered(10))).failure, 'limited');
  });

  it('counts the earlier tries of a delivery beside its latest', async () => {
    await put(store().db, numbered(9), used(1, { number: 3 }));
    await putEarlier(store().db, aTry(numbered(1), { number: 2 }));
    await carryOn(numbered(9), sending());
    assert.equal((await read(store().db, numbered(9))).failure, 'limited');
  });

  it('counts a try once that a crash left in both places: kept, and not yet replaced', async () => {
    const { db } = store();
    const one = used(1);
    await put(db, numbered(9), one);
    await keepLatest(db, one);
    await keepLatest(db, one);
    assert.deepEqual(await earlierIn(db), [one.latest]);
    assert.deepEqual(await triesMade(db, one), [one.latest]);
    await carryOn(numbered(9), sending());
    assert.equal((await read(db, numbered(9))).state, 'done');
  });

  it('holds nothing back where an account is not configured: sending says what to repair', async () => {
    const elsewhere = numbered(9, { account: 'wechat' });
    await put(store().db, elsewhere);
    await carryOn(elsewhere, sending());
    assert.equal((await read(store().db, elsewhere)).failure, 'locked-out');
  });

  for (const state of ['done', 'stuck', 'cancelled'] as const) {
    it(`does nothing with what is ${state}`, async () => {
      await put(store().db, numbered(9, { state }));
      await carryOn(numbered(9, { state }), sending());
      assert.deepEqual(await triesIn(store().db), []);
    });
  }
});
