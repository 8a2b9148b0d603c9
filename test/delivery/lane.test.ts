import assert from 'node:assert/strict';
import type { Limits } from '../../src/channel/contract.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { carryOn, dueOn, nextDueOn } from '../../src/delivery/lane.ts';
import { aChannel, aDelivery, aSending, aTry, at, counted, done, limits } from '../support/builders.ts';
import { openDeliveries, put, putTries, read, triesIn } from './on-store.ts';

const numbered = (n: number, changes: Partial<Delivery> = {}) =>
  aDelivery({ _id: `d${String(n).padStart(3, '0')}`, ...changes });

describe('dueOn', () => {
  const store = openDeliveries();
  const sending = () => aSending(store().db, aChannel());
  const due = async (inHand: readonly string[] = [], room = 50) =>
    (await dueOn('weibo', { inHand: inHand.map((_id) => aDelivery({ _id })), room }, sending())).map(({ _id }) => _id);

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

  it('leaves out what must come after something that has not ended', async () => {
    const states = ['waiting', 'sending', 'settling', 'stuck', 'done', 'cancelled'] as const;
    await put(store().db, ...states.map((state, i) => numbered(i, { state, account: 'website' })));
    await put(
      store().db,
      ...states.map((_, i) => numbered(10 + i, { after: [`d00${i}`] })),
      numbered(20, { after: ['d004', 'd000'] }),
      numbered(21, { after: ['d-that-never-was'] }),
    );
    assert.deepEqual(await due(), ['d014', 'd015']);
  });

  it('lets what follows a refusal on the same account go, but not what links to a refused page', async () => {
    const refused = { state: 'stuck', failure: 'refused' } as const;
    await put(
      store().db,
      numbered(0, refused),
      numbered(1, { ...refused, account: 'website' }),
      numbered(2, { after: ['d000'] }),
      numbered(3, { after: ['d001'] }),
    );
    assert.deepEqual(await due(), ['d002']);
  });

  it('carries on what was sent already, whatever it came after', async () => {
    await put(store().db, numbered(0, { account: 'website' }), numbered(1, { state: 'settling', after: ['d000'] }));
    assert.deepEqual(await due(), ['d001']);
  });

  it('is not held up by a pile of what waits for another account', async () => {
    const pile = Array.from({ length: 120 }, (_, i) => numbered(i, { after: ['page'], dueAt: at('08:00') }));
    await put(store().db, aDelivery({ _id: 'page', account: 'website', state: 'stuck' }), ...pile);
    await put(store().db, numbered(500, { dueAt: at('08:30') }));
    assert.deepEqual(await due([], 1), ['d500']);
  });
});

describe('carryOn with quotas', () => {
  const store = openDeliveries();
  const hourly: Limits = { ...limits, quotas: [{ action: 'publish', count: 2, per: 'hour' }] };
  const publish = counted(async () => done());
  const sending = () => aSending(store().db, aChannel({ limits: hourly, publish }));
  const used = (n: number, changes: Parameters<typeof aTry>[1] = {}) => {
    const outcome = { state: 'done', ref: 'p', url: null } as const;
    return aTry(numbered(n), { at: at('09:00'), outcome, ...changes });
  };
  beforeEach(() => {
    publish.calls.length = 0;
  });

  it('holds what would be too much until the next window, and says so', async () => {
    await put(store().db, numbered(9));
    await putTries(store().db, used(1), used(2));
    await carryOn(numbered(9), sending());
    const { state, dueAt, failure, reason } = await read(store().db, numbered(9));
    assert.deepEqual({ state, dueAt, failure }, { state: 'waiting', dueAt: at('10:00'), failure: 'limited' });
    assert.match(reason, /每小时额度（2 次）/);
    assert.equal(publish.calls.length, 0);
  });

  it('counts only this account, this action and this window', async () => {
    await put(store().db, numbered(9));
    await putTries(
      store().db,
      used(1, { at: at('08:59:59') }),
      used(2, { account: 'wechat' }),
      used(3, { action: 'reply' }),
      used(4),
    );
    await carryOn(numbered(9), sending());
    assert.equal((await read(store().db, numbered(9))).state, 'done');
  });

  it('counts what may have happened, but no try that certainly did not', async () => {
    const waiting = { state: 'waiting', dueAt: at('09:05'), reason: '', failure: 'locked-out' } as const;
    const settling = { state: 'settling', ticket: null, dueAt: at('09:05'), reason: '', failure: 'uncertain' } as const;
    await put(store().db, numbered(9));
    await putTries(store().db, ...[1, 2, 3].map((n) => used(n, { outcome: waiting })), used(4, { outcome: null }));
    await carryOn(numbered(9), sending());
    assert.equal((await read(store().db, numbered(9))).state, 'done');
    await put(store().db, numbered(10));
    await putTries(store().db, used(5, { outcome: settling }));
    await carryOn(numbered(10), sending());
    assert.equal((await read(store().db, numbered(10))).failure, 'limited');
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
