import assert from 'node:assert/strict';
import type { Sighting } from '../../src/channel/contract.ts';
import { seconds } from '../../src/clock.ts';
import { carryOn } from '../../src/delivery/lane.ts';
import { aChannel, aDelivery, aSending, at, counted, seenDone, tried } from '../support/builders.ts';
import { linesIn, openDeliveries, put, read } from './on-store.ts';

describe('looking from several processes', () => {
  const store = openDeliveries();
  const pending = tried(aDelivery({ state: 'settling', ticket: 't1', failure: null }));

  async function lookTogether(find: ReturnType<typeof counted<never[], Promise<Sighting>>>) {
    const { db, again } = store();
    await put(db, pending);
    const processes = [db, await again(), await again()].map((one, n) =>
      aSending(one, aChannel({ find }), { processId: `process-${n}` }),
    );
    return await Promise.all(processes.map((one) => carryOn(pending, one)));
  }

  it('costs the platform one call, since it counts them', async () => {
    const find = counted(async (): Promise<Sighting> => seenDone('p1'));
    const looked = await lookTogether(find);
    assert.equal(find.calls.length, 1);
    assert.deepEqual(looked.toSorted(), [false, false, true]);
    assert.equal((await read(store().db, pending)).ref, 'p1');
    assert.deepEqual(await linesIn(store().db), ['delivery.done']);
  });

  it('is taken up by another one when the looking process does not come back within its lease', async () => {
    const { db } = store();
    await put(db, pending);
    const late = Promise.withResolvers<Sighting>();
    const begun = Promise.withResolvers<void>();
    const find = () => {
      begun.resolve();
      return late.promise;
    };
    const frozen = carryOn(pending, aSending(db, aChannel({ find })));
    await begun.promise;
    const left = await read(db, pending);
    assert.deepEqual([left.state, left.dueAt], ['settling', new Date(at('09:00').getTime() + seconds(30))]);
    const other = aSending(db, aChannel({ find: async () => seenDone('p1') }), { processId: 'other' });
    assert.equal(await carryOn(left, other), true);
    late.resolve({ seen: 'absent' });
    await frozen;
    const { state, ref } = await read(db, pending);
    assert.deepEqual([state, ref], ['done', 'p1'], 'its late sighting changes nothing');
  });
});
