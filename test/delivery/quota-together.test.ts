import assert from 'node:assert/strict';
import type { Limits, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { carryOn } from '../../src/delivery/lane.ts';
import { aChannel, aDelivery, aSending, at, counted, done, limits, tried } from '../support/builders.ts';
import { openDeliveries, put, read, triesIn } from './on-store.ts';

const QUOTA = 5;
const hourly: Limits = { ...limits, quotas: [{ action: 'publish', count: QUOTA, per: 'hour' }] };

describe('a quota that several processes use up together', () => {
  const store = openDeliveries();
  const publish = counted(async (): Promise<Receipt> => done());
  beforeEach(() => {
    publish.calls.length = 0;
  });

  /** As many as there are, all at once, taking turns between three processes on one store. */
  async function carryOnTogether(deliveries: readonly Delivery[], channel = aChannel({ limits: hourly, publish })) {
    const { db, again } = store();
    const processes = [db, await again(), await again()].map((one, n) =>
      aSending(one, channel, { processId: `process-${n}` }),
    );
    await Promise.all(deliveries.map((one, n) => carryOn(one, processes[n % 3]!)));
    return await Promise.all(deliveries.map((one) => read(db, one)));
  }
  const many = (count: number) => Array.from({ length: count }, (_, n) => aDelivery({ _id: `d${n}` }));

  it('is never exceeded, used to the last, and what is too much waits with its reason', async () => {
    const deliveries = many(12);
    await put(store().db, ...deliveries);
    const after = await carryOnTogether(deliveries);
    assert.equal(publish.calls.length, QUOTA);
    assert.equal(after.filter(({ state }) => state === 'done').length, QUOTA);
    const held = after.filter(({ state }) => state === 'waiting');
    assert.equal(held.length, 12 - QUOTA);
    for (const { dueAt, failure, reason } of held) {
      assert.deepEqual([dueAt, failure], [at('10:00'), 'limited']);
      assert.match(reason, /每小时额度（5 次）/);
    }
  });

  it('begins with what was tried before anybody counted together', async () => {
    const used = tried(aDelivery({ _id: 'used', state: 'done' }), { outcome: { state: 'done', ref: 'p', url: null } });
    const deliveries = many(9);
    await put(store().db, used, ...deliveries);
    await carryOnTogether(deliveries);
    assert.equal(publish.calls.length, QUOTA - 1);
  });

  it('is not used up by tries that certainly did not arrive', async () => {
    const away = counted(async (): Promise<Receipt> => {
      throw new ChannelFailure('unreachable', '连接失败');
    });
    const deliveries = many(QUOTA);
    await put(store().db, ...deliveries);
    const after = await carryOnTogether(deliveries, aChannel({ limits: hourly, publish: away }));
    assert.equal(away.calls.length, QUOTA);
    await carryOnTogether(after);
    assert.equal(publish.calls.length, QUOTA);
    assert.equal((await triesIn(store().db)).length, 2 * QUOTA);
  });
});
