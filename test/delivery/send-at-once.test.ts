import assert from 'node:assert/strict';
import type { Channel } from '../../src/channel/contract.ts';
import { seconds } from '../../src/clock.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import type { Database } from '../../src/store/collection.ts';
import { aChannel, aDelivery, anUnderWay, aSending, at, counted, done, tried } from '../support/builders.ts';
import { linesIn, openDeliveries, put, read, triesIn } from './on-store.ts';

describe('sendDelivery beside other processes', () => {
  const store = openDeliveries();

  /** Sends one delivery through a channel that publishes like this. */
  async function send(publish: Channel['publish'], delivery = aDelivery()) {
    const { db } = store();
    await put(db, delivery);
    await sendDelivery(delivery, aSending(db, aChannel({ publish })));
    return await read(db, delivery);
  }

  it('makes one call when two processes send it at once', async () => {
    const { db, again } = store();
    const publish = counted(async () => done());
    await put(db, aDelivery());
    const others = await Promise.all([1, 2, 3].map(again));
    await Promise.all(
      [db, ...others].map((one, i) =>
        sendDelivery(aDelivery(), aSending(one, aChannel({ publish }), { processId: `process ${i}` })),
      ),
    );
    assert.equal(publish.calls.length, 1);
    assert.equal((await read(db, aDelivery())).state, 'done');
    const [tried, ...more] = await triesIn(db);
    assert.match(tried?.by ?? '', /^process \d$/);
    assert.deepEqual(more, []);
    assert.deepEqual(await linesIn(db), ['delivery.done']);
  });

  it('makes one further call when two processes send it again at once, and keeps the try before once', async () => {
    const { db, again } = store();
    const publish = counted(async () => done());
    const failed = tried(aDelivery(), { steps: [{ name: 'upload', value: 'media-1' }] });
    await put(db, failed);
    const others = [db, await again()];
    await Promise.all(others.map((one) => sendDelivery(failed, aSending(one, aChannel({ publish })))));
    assert.equal(publish.calls.length, 1);
    const [kept, latest, ...more] = await triesIn(db);
    assert.deepEqual([kept, latest?.number, more], [failed.latest, 2, []]);
  });

  it('makes no call for a delivery that was cancelled since it was read, and leaves no try', async () => {
    const { db } = store();
    await put(db, aDelivery({ state: 'cancelled' }));
    await sendDelivery(aDelivery(), aSending(db, aChannel()));
    assert.equal((await read(db, aDelivery())).state, 'cancelled');
    assert.deepEqual(await triesIn(db), []);
  });

  it('claims in one write, and ends in one more beside its line', async () => {
    const { db } = store();
    const { noting, writes } = notingWrites(db);
    await put(db, aDelivery());
    const publish = async () => {
      writes.push('call');
      return done();
    };
    await sendDelivery(aDelivery(), aSending(noting, aChannel({ publish })));
    assert.deepEqual(writes, ['deliveries.updateOne', 'call', 'ledger.insertMany', 'deliveries.findOneAndUpdate']);
  });

  it('makes no call for what another process is sending, and leaves its try alone', async () => {
    const { db } = store();
    await put(db, anUnderWay());
    await sendDelivery(aDelivery(), aSending(db, aChannel()));
    assert.deepEqual(await read(db, aDelivery()), anUnderWay());
  });

  it('makes no call once its lease is over: others may be at work on it', async () => {
    const { db } = store();
    await put(db, aDelivery());
    const sending = aSending(db, aChannel());
    // Frozen between the claim and the call.
    const frozen = {
      ...sending,
      channels: {
        get: () => {
          throw new Error('not even opened');
        },
      },
      clock: { ...sending.clock, now: clockThatJumps(sending.clock, 2, seconds(31)) },
    };
    await sendDelivery(aDelivery(), frozen);
    const { state, failure } = await read(db, aDelivery());
    assert.deepEqual([state, failure], ['settling', 'uncertain']);
    assert.match((await read(db, aDelivery())).reason, /时限/);
  });

  it('does not let a sender that lost the floor overwrite what came after', async () => {
    const { db } = store();
    const later = aDelivery({ tries: 2, state: 'done', ref: 'p2', doneAt: at('09:05') });
    const publish = async () => {
      // While this call hangs, others look, find nothing and send it again.
      await db.collection('deliveries').updateOne({ _id: later._id }, { $set: { state: 'done', tries: 2, ref: 'p2' } });
      return done('p1');
    };
    const delivery = await send(publish);
    assert.deepEqual([delivery.tries, delivery.ref], [2, 'p2']);
  });

  it('is done by its late answer while it waits to be sent again', async () => {
    const { db } = store();
    const publish = async () => {
      // Another process took it for lost, looked too early and saw nothing.
      await db.collection('deliveries').updateOne({ _id: aDelivery()._id }, { $set: { state: 'waiting' } });
      return done('p1');
    };
    const { state, ref } = await send(publish);
    assert.deepEqual([state, ref], ['done', 'p1']);
    assert.deepEqual(await linesIn(db), ['delivery.done']);
  });
});

/** The database, noting every write made through it as 'collection.method'. */
function notingWrites(db: Database): { readonly noting: Database; readonly writes: string[] } {
  const writes: string[] = [];
  const isWrite = /^(insert|update|delete|findOneAnd)/;
  const noting: Database = {
    collection: <T extends { readonly _id: string }>(name: string) =>
      new Proxy(db.collection<T>(name), {
        get(target, key) {
          if (isWrite.test(String(key))) writes.push(`${name}.${String(key)}`);
          return Reflect.get(target, key).bind(target);
        },
      }),
  };
  return { noting, writes };
}

/** The time, that jumps ahead by `ms` after it was asked `calls` times: the process slept. */
function clockThatJumps(clock: { now(): Date; pass(ms: number): void }, calls: number, ms: number): () => Date {
  let asked = 0;
  return () => {
    if (asked++ === calls) clock.pass(ms);
    return clock.now();
  };
}
