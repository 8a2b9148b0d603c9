import assert from 'node:assert/strict';
import { confirmDelivery, giveUpDelivery, retryDelivery } from '../../src/delivery/act-by-hand.ts';
import { cancelDelivery } from '../../src/delivery/cancel-delivery.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { letAllFollow, letFollow, letGo } from '../../src/delivery/let-follow.ts';
import type { Outcome } from '../../src/delivery/outcome.ts';
import { recordOutcome } from '../../src/delivery/record-outcome.ts';
import type { Database } from '../../src/store/collection.ts';
import { aDelivery, anUnderWay, aPerson, at } from '../support/builders.ts';
import { openDeliveries, put, read } from './on-store.ts';

const numbered = (n: number, changes: Partial<Delivery> = {}) =>
  aDelivery({ _id: `d${String(n).padStart(3, '0')}`, ...changes });

describe('what waits for another delivery', () => {
  const store = openDeliveries();
  const free = async (...ids: readonly string[]) => {
    const rows = await Promise.all(ids.map((_id) => read(store().db, { _id })));
    return rows.filter(({ lane }) => lane !== null).map(({ _id }) => _id);
  };

  it('is let go when all of it is over, and no sooner', async () => {
    const { db } = store();
    const states = ['waiting', 'sending', 'settling', 'stuck', 'done', 'cancelled'] as const;
    await put(db, ...states.map((state, i) => numbered(i, { state, account: 'website' })));
    const followers = [
      ...states.map((_, i) => numbered(10 + i, { after: [`d00${i}`] })),
      numbered(20, { after: ['d004', 'd000'] }),
      numbered(21, { after: ['d004', 'd005'] }),
      numbered(22, { after: ['d-that-never-was'] }),
    ];
    await put(db, ...followers);
    assert.equal(await letAllFollow(db), 3);
    assert.deepEqual(await free(...followers.map(({ _id }) => _id)), ['d014', 'd015', 'd021']);
    assert.equal(await letAllFollow(db), 0);
  });

  it('follows a refusal on the same account, but not the refused page it links to', async () => {
    const { db } = store();
    const refused = { state: 'stuck', failure: 'refused' } as const;
    await put(db, numbered(0, refused), numbered(1, { ...refused, account: 'website' }));
    await put(db, numbered(2, { after: ['d000'] }), numbered(3, { after: ['d001'] }));
    await letAllFollow(db);
    assert.deepEqual(await free('d002', 'd003'), ['d002']);
  });

  const hand = { id: 'first', by: aPerson('approver'), now: at('09:10'), proof: '办公室张某 9:10 查看主页' };
  const outcome = (state: 'done' | 'refused'): Outcome =>
    state === 'done' ? { state, ref: 'p1', url: null } : { state: 'stuck', reason: '', failure: 'refused' };
  const stuck = aDelivery({ _id: 'first', state: 'stuck', failure: 'uncertain' });
  const ends: Readonly<Record<string, readonly [Delivery, (db: Database, first: Delivery) => Promise<unknown>]>> = {
    'is done': [
      anUnderWay({ _id: 'first' }),
      (db, first) => recordOutcome(db, first, { outcome: outcome('done'), by: 'system', at: at('09:01') }),
    ],
    'is refused': [
      anUnderWay({ _id: 'first' }),
      (db, first) => recordOutcome(db, first, { outcome: outcome('refused'), by: 'system', at: at('09:01') }),
    ],
    'is cancelled': [
      aDelivery({ _id: 'first' }),
      (db, first) => cancelDelivery(db, first, { reason: '已由第 2 版取代', by: 'system', now: at('09:01') }),
    ],
    'is given up by hand': [stuck, (db) => giveUpDelivery(db, hand)],
    'is confirmed by hand': [stuck, (db) => confirmDelivery(db, { ...hand, ref: 'p1', url: null })],
  };
  for (const [name, [first, end]] of Object.entries(ends)) {
    it(`is let go by whatever ends it: it ${name}`, async () => {
      const { db } = store();
      await put(db, first, aDelivery({ _id: 'second', after: ['first'] }));
      assert.deepEqual(await free('second'), []);
      await end(db, first);
      assert.deepEqual(await free('second'), ['second']);
    });
  }

  it('stays where it is when a person is asked or sends it again', async () => {
    const { db } = store();
    await put(db, stuck, aDelivery({ _id: 'second', after: ['first'] }));
    await letFollow(db, await read(db, { _id: 'first' }));
    await retryDelivery(db, hand);
    assert.deepEqual(await free('second'), []);
  });

  it('may be retried by hand without coming loose', async () => {
    const { db } = store();
    await put(db, stuck, aDelivery({ _id: 'second', after: ['first'] }));
    await retryDelivery(db, { ...hand, id: 'second' });
    assert.deepEqual(await free('second'), []);
  });

  it('is found when it was put in after the other had ended', async () => {
    const { db } = store();
    const second = aDelivery({ _id: 'second', after: ['first'] });
    await put(db, aDelivery({ _id: 'first', state: 'done' }), second);
    assert.equal(await letGo(db, [second]), 1);
  });

  it('is found at start however much of it there is, and is never let go when it is over itself', async () => {
    const { db } = store();
    const pile = Array.from({ length: 600 }, (_, i) => numbered(i, { after: ['open'] }));
    await put(db, aDelivery({ _id: 'open' }), aDelivery({ _id: 'over', state: 'done' }), ...pile);
    await put(db, numbered(700, { after: ['over'] }), numbered(701, { after: ['over'], state: 'cancelled' }));
    assert.equal(await letAllFollow(db), 1);
    assert.deepEqual(await free('d000', 'd700', 'd701'), ['d700']);
  });

  it('leaves an old post up while what is to replace it was refused', async () => {
    const { db } = store();
    const order = { action: 'withdraw', of: 'old', reason: '内容已更正', replacedBy: 'fresh' } as const;
    const refused = { state: 'stuck', failure: 'refused' } as const;
    await put(
      db,
      aDelivery({ _id: 'old', state: 'done' }),
      aDelivery({ _id: 'fresh', ...refused }),
      aDelivery({ _id: 'takes-down', order, after: ['old', 'fresh'] }),
      aDelivery({ _id: 'next', after: ['fresh'] }),
    );
    await letFollow(db, await read(db, { _id: 'fresh' }));
    assert.deepEqual(await free('takes-down', 'next'), ['next']);
  });
});
