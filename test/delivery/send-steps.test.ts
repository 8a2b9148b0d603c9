import assert from 'node:assert/strict';
import type { Channel } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, seconds } from '../../src/clock.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { aChannel, aDelivery, aSending, at, counted, done } from '../support/builders.ts';
import { openDeliveries, put, read, triesIn } from './on-store.ts';

describe('sendDelivery of several steps', () => {
  const store = openDeliveries();

  /** Sends one delivery through a channel that publishes like this. */
  async function send(publish: Channel['publish'], delivery = aDelivery()) {
    const { db } = store();
    await put(db, delivery);
    await sendDelivery(delivery, aSending(db, aChannel({ publish })));
    return await read(db, delivery);
  }

  const upload = counted(async () => 'media-1');
  const submit = counted(async () => 'job-1');
  beforeEach(() => {
    upload.calls.length = 0;
    submit.calls.length = 0;
  });

  const inSteps =
    (submitting: () => Promise<string>): Channel['publish'] =>
    async (_piece, attempt) => {
      const media = await attempt.step('upload', upload);
      assert.equal(media, 'media-1');
      return done(await attempt.step('submit', submitting));
    };

  it('remembers the finished ones over tries', async () => {
    const { db } = store();
    const unreachable = async () => {
      throw new ChannelFailure('unreachable', '连不上');
    };
    const first = await send(inSteps(unreachable));
    assert.equal(first.state, 'waiting');
    await sendDelivery(first, aSending(db, aChannel({ publish: inSteps(submit) })));
    assert.equal((await read(db, first)).ref, 'job-1');
    assert.deepEqual([upload.calls.length, submit.calls.length], [1, 1]);
  });

  it('remembers those of a try that others have replaced meanwhile, which makes no more', async () => {
    const { db } = store();
    await put(db, aDelivery());
    const sending = aSending(db, aChannel());
    const again = async () => {
      await db.collection('deliveries').updateOne({ _id: aDelivery()._id }, { $set: { state: 'waiting' } });
      await sendDelivery(await read(db, aDelivery()), aSending(db, aChannel({ publish: async () => done('p2') })));
    };
    const publish: Channel['publish'] = async (_piece, attempt) => {
      // Taken for lost while it uploads, and sent again by another process.
      await attempt.step('upload', async () => {
        await again();
        return 'media-1';
      });
      return done('p1');
    };
    await sendDelivery(aDelivery(), { ...sending, channels: { get: () => aChannel({ publish }) } });
    const [first, second] = await triesIn(db);
    assert.deepEqual(first?.steps, [{ name: 'upload', value: 'media-1' }]);
    assert.deepEqual(second?.steps, []);
    assert.deepEqual([first?.outcome?.state, (await read(db, aDelivery())).ref], ['settling', 'p2']);
  });

  it('renews the lease with each', async () => {
    const { db } = store();
    await put(db, aDelivery());
    const sending = aSending(db, aChannel());
    const publish: Channel['publish'] = async (_piece, attempt) => {
      for (const name of ['one', 'two', 'three']) {
        await attempt.step(name, async () => {
          sending.clock.pass(seconds(29));
          return name;
        });
        const { dueAt, latest } = await read(db, aDelivery());
        assert.deepEqual(dueAt, after(sending.clock.now(), seconds(30)), 'nobody takes it for lost before');
        assert.deepEqual(latest?.leaseUntil, dueAt);
      }
      return done();
    };
    await sendDelivery(aDelivery(), { ...sending, channels: { get: () => aChannel({ publish }) } });
    assert.equal((await read(db, aDelivery())).state, 'done');
    assert.deepEqual((await triesIn(db))[0]?.leaseUntil, at('09:01:57'));
  });

  it('makes no further step once its lease is over, and remembers the one that was made', async () => {
    const { db } = store();
    await put(db, aDelivery());
    const sending = aSending(db, aChannel());
    const publish: Channel['publish'] = async (_piece, attempt) => {
      await attempt.step('upload', async () => {
        sending.clock.pass(seconds(31)); // frozen in the middle of it
        return 'media-1';
      });
      return done(await attempt.step('submit', submit));
    };
    await sendDelivery(aDelivery(), { ...sending, channels: { get: () => aChannel({ publish }) } });
    assert.equal(submit.calls.length, 0);
    assert.equal((await read(db, aDelivery())).state, 'settling');
    const { latest } = await read(db, aDelivery());
    assert.deepEqual(latest?.steps, [{ name: 'upload', value: 'media-1' }]);
    assert.deepEqual(latest.leaseUntil, at('09:00:30'));
  });
});
