import assert from 'node:assert/strict';
import { cancelDelivery } from '../../src/delivery/cancel-delivery.ts';
import { aDelivery, at } from '../support/builders.ts';
import { openDeliveries, put, read } from './on-store.ts';

describe('cancelDelivery', () => {
  const store = openDeliveries();

  for (const [state, failure, isCancelled] of [
    ['waiting', null, true],
    ['stuck', 'refused', true],
    ['stuck', 'uncertain', false],
    ['sending', null, false],
    ['settling', null, false],
    ['done', null, false],
    ['cancelled', null, false],
  ] as const) {
    it(`${isCancelled ? 'takes back' : 'leaves alone'} what is ${state}${failure ? ` (${failure})` : ''}`, async () => {
      const { db } = store();
      const delivery = aDelivery({ state, failure });
      await put(db, delivery);
      const cancelling = { reason: '已由第 2 版取代', by: 'system', now: at('09:00') };
      assert.equal(await cancelDelivery(db, delivery, cancelling), isCancelled);
      const after = await read(db, delivery);
      assert.equal(after.state, isCancelled ? 'cancelled' : state);
      assert.equal(after.unposted.length, isCancelled ? 1 : 0);
      if (isCancelled) assert.equal(after.lane, null);
    });
  }
});
