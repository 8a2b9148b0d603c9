import assert from 'node:assert/strict';
import { hours, minutes } from '../../src/clock.ts';
import { DELIVERIES, type Delivery, deliveryIndexes } from '../../src/delivery/delivery.ts';
import { countDone } from '../../src/monitor/count-done.ts';
import type { Collection, Database, Filter } from '../../src/store/collection.ts';
import { aClock, aDelivery, at } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

describe('countDone', () => {
  const store = openStore(deliveryIndexes);

  /** The store, with the filters that were counted. */
  function counted(db: Database): { readonly db: Database; readonly filters: Filter[] } {
    const filters: Filter[] = [];
    const collection = (name: string) => {
      const inner = db.collection(name);
      const countDocuments = (filter: Filter) => {
        filters.push(filter);
        return inner.countDocuments(filter);
      };
      return { countDocuments } as unknown as Collection<never>;
    };
    return { db: { collection } as Database, filters };
  }

  it('is right at every moment, and never counts the past again', async () => {
    const { db, filters } = counted(store().db);
    const clock = aClock(at('10:00'));
    const put = (...ids: readonly string[]) => {
      const rows = ids.map((_id) => aDelivery({ _id, state: 'done', doneAt: clock.now() }));
      return store().db.collection<Delivery>(DELIVERIES).insertMany(rows);
    };
    await put('a', 'b');
    const count = countDone(db, 'weibo');
    assert.equal(await count(clock.now()), 2);
    await put('c');
    assert.equal(await count(clock.now()), 3);
    for (const id of ['d', 'e', 'f']) {
      clock.pass(minutes(7));
      await put(id);
      await count(clock.now());
    }
    clock.pass(hours(2));
    assert.equal(await count(clock.now()), 6);
    const open = filters.slice(1).filter(({ doneAt }) => !('$gt' in (doneAt as object)));
    assert.deepEqual(open, [], 'only the first look goes back to the beginning');
  });

  it('counts one account, and only what is done', async () => {
    const rows = [
      aDelivery({ _id: 'a', state: 'done', doneAt: at('09:00') }),
      aDelivery({ _id: 'b', account: 'wechat', state: 'done', doneAt: at('09:00') }),
      aDelivery({ _id: 'c', state: 'stuck' }),
    ];
    await store().db.collection<Delivery>(DELIVERIES).insertMany(rows);
    assert.equal(await countDone(store().db, 'weibo')(at('10:00')), 1);
  });
});
