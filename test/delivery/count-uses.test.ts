import assert from 'node:assert/strict';
import type { Limits } from '../../src/channel/contract.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { aChannel, aDelivery, aSending, at, counted, done, limits, tried } from '../support/builders.ts';
import { openDeliveries, put, read } from './on-store.ts';

const daily: Limits = { ...limits, quotas: [{ action: 'publish', of: '群发', count: 1, per: 'day' }] };
const uses = { uses: '群发' };

describe('a quota of something that only success uses up', () => {
  const store = openDeliveries();
  const publish = counted(async () => done());
  beforeEach(() => {
    publish.calls.length = 0;
  });

  async function sendBeside(other: Partial<Delivery>, facts: Delivery['facts'] = uses) {
    const { db } = store();
    const mine = aDelivery({ _id: 'mine', facts });
    await put(db, tried(aDelivery({ _id: 'other', tries: 1, ...other }), { at: at('08:30') }), mine);
    await sendDelivery(mine, aSending(db, aChannel({ limits: daily, publish })));
    return await read(db, mine);
  }

  for (const [what, other] of [
    ['is out', { state: 'done', doneAt: at('08:31'), facts: uses }],
    ['may be out', { state: 'settling', facts: uses }],
    ['is being sent', { state: 'sending', dueAt: at('09:30'), facts: uses }],
  ] as const) {
    it(`waits for the next window while one of it ${what}`, async () => {
      const { state, failure, dueAt, reason } = await sendBeside(other);
      assert.deepEqual([state, failure, dueAt], ['waiting', 'limited', at('00:00', '2026-03-03')]);
      assert.match(reason, /每日群发额度（1 次）已用完/);
      assert.equal(publish.calls.length, 0);
    });
  }

  for (const [what, other, facts] of [
    ['was refused', { state: 'stuck', failure: 'refused', facts: uses }, uses],
    ['went out the day before', { state: 'done', doneAt: at('23:59', '2026-03-01'), facts: uses }, uses],
    ['used nothing of it', { state: 'done', doneAt: at('08:31') }, uses],
    ['went out on another account', { account: 'website', state: 'done', doneAt: at('08:31'), facts: uses }, uses],
    ['is out, but it uses nothing itself', { state: 'done', doneAt: at('08:31'), facts: uses }, {}],
  ] as const) {
    it(`goes when the other ${what}`, async () => {
      assert.equal((await sendBeside(other, facts)).state, 'done');
    });
  }
});
