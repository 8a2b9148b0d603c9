import assert from 'node:assert/strict';
import type { Channel, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { seconds } from '../../src/clock.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { aChannel, aDelivery, aPiece, aSending, aTry, at, counted, done, publishing } from '../support/builders.ts';
import { memoryLog } from '../support/channel-tools.ts';
import { linesIn, openDeliveries, put, putTries, read, triesIn } from './on-store.ts';

describe('sendDelivery', () => {
  const store = openDeliveries();

  /** Sends one delivery through a channel that publishes like this. */
  async function send(publish: Channel['publish'], delivery = aDelivery()) {
    const { db } = store();
    await put(db, delivery);
    await sendDelivery(delivery, aSending(db, aChannel({ publish })));
    return await read(db, delivery);
  }

  const failing = (kind: ChannelFailure['kind']) => async (): Promise<Receipt> => {
    throw new ChannelFailure(kind, '平台的话');
  };

  it('is done when the channel says so, with one line', async () => {
    const { state, ref, url, doneAt, tries } = await send(async () => done('p7'));
    assert.deepEqual(
      { state, ref, url, doneAt, tries },
      { state: 'done', ref: 'p7', url: 'https://weibo.example/p7', doneAt: at('09:00'), tries: 1 },
    );
    assert.deepEqual(await linesIn(store().db), ['delivery.done']);
  });

  it('settles with the ticket while the platform works on it, and tells no line', async () => {
    const { state, ticket, dueAt, failure } = await send(async () => ({
      state: 'accepted',
      ticket: 't1',
      lookAt: at('09:01'),
    }));
    assert.deepEqual(
      { state, ticket, dueAt, failure },
      { state: 'settling', ticket: 't1', dueAt: at('09:01'), failure: null },
    );
    assert.deepEqual(await linesIn(store().db), []);
  });

  for (const [kind, state, lines] of [
    ['refused', 'stuck', ['delivery.stuck']],
    ['locked-out', 'waiting', []],
    ['limited', 'waiting', []],
    ['unreachable', 'waiting', []],
    ['uncertain', 'settling', ['delivery.lost']],
  ] as const) {
    it(`is ${state} when the channel fails as ${kind}`, async () => {
      const delivery = await send(failing(kind));
      assert.deepEqual([delivery.state, delivery.failure, delivery.reason], [state, kind, '平台的话']);
      assert.deepEqual(await linesIn(store().db), lines);
    });
  }

  it('never sends again on an error nobody sorted', async () => {
    const publish = counted(async (): Promise<Receipt> => {
      throw new TypeError('cannot read id of undefined');
    });
    const delivery = await send(publish);
    assert.equal(delivery.state, 'settling');
    assert.match(delivery.reason, /TypeError/);
    await sendDelivery(delivery, aSending(store().db, aChannel({ publish })));
    await sendDelivery(aDelivery(), aSending(store().db, aChannel({ publish })));
    assert.equal(publish.calls.length, 1);
  });

  it('tells neither the record nor the log what an unsorted error said', async () => {
    const { db } = store();
    const { log, lines } = memoryLog();
    await put(db, aDelivery());
    const publish = async () => {
      throw new Error('GET /cgi-bin/x?access_token=ABCSECRET');
    };
    await sendDelivery(aDelivery(), aSending(db, aChannel({ publish }), { log }));
    assert.ok(lines.length > 0);
    assert.doesNotMatch(lines.join(), /ABCSECRET/);
    assert.doesNotMatch(JSON.stringify([await read(db, aDelivery()), await triesIn(db)]), /ABCSECRET/);
  });

  it('waits on an account that is not configured', async () => {
    const { db } = store();
    const elsewhere = aDelivery({ account: 'wechat' });
    await put(db, elsewhere);
    await sendDelivery(elsewhere, aSending(db, aChannel()));
    const { state, failure } = await read(db, elsewhere);
    assert.deepEqual([state, failure], ['waiting', 'locked-out']);
  });

  it('is refused by a channel without the ability', async () => {
    const reply = aDelivery({ order: { action: 'reply', comment: 'c1', text: '已收到' } });
    const { state, failure } = await send(async () => done(), reply);
    assert.deepEqual([state, failure], ['stuck', 'refused']);
  });

  it('writes the try down before the call, and how it ended after it', async () => {
    const { db } = store();
    const delivery = await send(async () => {
      const [{ outcome, by, leaseUntil } = aTry(aDelivery())] = await triesIn(db);
      assert.deepEqual({ outcome, by, leaseUntil }, { outcome: null, by: 'here', leaseUntil: at('09:00:30') });
      const { state, dueAt, tries } = await read(db, aDelivery());
      assert.deepEqual({ state, dueAt, tries }, { state: 'sending', dueAt: at('09:00:30'), tries: 1 });
      return done();
    });
    const [tried] = await triesIn(db);
    assert.equal(tried?.outcome?.state, 'done');
    assert.equal(delivery.state, 'done');
  });

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
    assert.equal((await triesIn(db)).length, 1);
    assert.deepEqual(await linesIn(db), ['delivery.done']);
  });

  it('makes no call for a delivery that was cancelled since it was read, and leaves no try', async () => {
    const { db } = store();
    await put(db, aDelivery({ state: 'cancelled' }));
    await sendDelivery(aDelivery(), aSending(db, aChannel()));
    assert.equal((await read(db, aDelivery())).state, 'cancelled');
    assert.deepEqual(await triesIn(db), []);
  });

  it('rests while another process has the try, so that no lane takes it up without end', async () => {
    const { db } = store();
    await put(db, aDelivery());
    await putTries(db, aTry(aDelivery()));
    await sendDelivery(aDelivery(), aSending(db, aChannel()));
    const { state, tries, dueAt } = await read(db, aDelivery());
    assert.deepEqual({ state, tries, dueAt }, { state: 'waiting', tries: 0, dueAt: at('09:00:30') });
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

  describe('in several steps', () => {
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
      const [tried] = await triesIn(db);
      assert.deepEqual(tried?.steps, [{ name: 'upload', value: 'media-1' }]);
      assert.deepEqual(tried?.leaseUntil, at('09:00:30'));
    });
  });

  describe('of a change to a post', () => {
    const first = aDelivery({ state: 'done', ref: 'p1', tries: 1 });
    const revision = aDelivery({
      facts: { revision: 2 },
      order: { action: 'revise', of: first._id, piece: aPiece('更正') },
      after: [first._id],
    });
    const withdrawal = aDelivery({
      order: { action: 'withdraw', of: first._id, reason: '内容有误' },
      after: [first._id],
    });

    it('names the post that the publication made', async () => {
      const { db } = store();
      const revise = counted(async () => done('p1'));
      const withdraw = counted(async () => done('p1'));
      await put(db, first, revision, withdrawal);
      const sending = aSending(db, aChannel({ revise, withdraw }));
      await sendDelivery(revision, sending);
      await sendDelivery(withdrawal, sending);
      assert.equal(revise.calls[0]?.[0 as never], 'p1');
      assert.deepEqual(withdraw.calls[0]?.slice(0, 2), ['p1', '内容有误']);
    });

    it('waits while nobody knows whether the publication is out', async () => {
      const { db } = store();
      await put(db, { ...first, state: 'settling', ref: null }, revision, withdrawal);
      const sending = aSending(db, aChannel());
      for (const delivery of [revision, withdrawal]) {
        await sendDelivery(delivery, sending);
        assert.equal((await read(db, delivery)).state, 'waiting');
      }
      assert.deepEqual(await triesIn(db), []);
    });

    it('is cancelled when there is nothing to withdraw', async () => {
      const { db } = store();
      await put(db, { ...first, state: 'cancelled', ref: null }, withdrawal);
      await sendDelivery(withdrawal, aSending(db, aChannel()));
      assert.equal((await read(db, withdrawal)).state, 'cancelled');
      assert.deepEqual(await linesIn(db), ['delivery.cancelled']);
    });

    it('becomes the first publication when the one it revises never got out', async () => {
      const { db } = store();
      const publish = counted(async () => done('p2'));
      await put(db, { ...first, state: 'cancelled', ref: null }, revision);
      await sendDelivery(
        revision,
        aSending(db, aChannel({ publish, revise: async () => assert.fail('no post to revise') })),
      );
      const { state, order } = await read(db, revision);
      assert.deepEqual([state, order], ['done', { action: 'publish', piece: aPiece('更正') }]);
      await linesIn(db);
      const [line] = await db.collection('ledger').find({}).toArray();
      assert.equal((line as unknown as { facts: { action: string } }).facts.action, 'publish');
      assert.equal((await triesIn(db))[0]?.action, 'publish');
    });
  });

  it('is not sent again once its withdrawal is ordered', async () => {
    const { db } = store();
    const failed = aDelivery({ tries: 1 });
    const withdrawal = aDelivery({ order: { action: 'withdraw', of: failed._id, reason: '内容有误' } });
    await put(db, failed, withdrawal);
    await sendDelivery(failed, aSending(db, aChannel()));
    assert.equal((await read(db, failed)).state, 'cancelled');
    await sendDelivery(withdrawal, aSending(db, aChannel()));
    assert.equal((await read(db, withdrawal)).state, 'cancelled', 'there is nothing to withdraw');
    assert.deepEqual(await linesIn(db), ['delivery.cancelled', 'delivery.cancelled']);
  });

  it('is sent again when its withdrawal was given up', async () => {
    const { db } = store();
    const failed = aDelivery({ tries: 1 });
    const order = { action: 'withdraw', of: failed._id, reason: '内容有误' } as const;
    await put(db, failed, aDelivery({ order, state: 'cancelled' }));
    await sendDelivery(failed, aSending(db, aChannel({ publish: async () => done() })));
    assert.equal((await read(db, failed)).state, 'done');
  });

  it('keeps the order it was given', async () => {
    assert.deepEqual((await send(async () => done())).order, publishing);
  });
});

/** The time, that jumps ahead by `ms` after it was asked `calls` times: the process slept. */
function clockThatJumps(clock: { now(): Date; pass(ms: number): void }, calls: number, ms: number): () => Date {
  let asked = 0;
  return () => {
    if (asked++ === calls) clock.pass(ms);
    return clock.now();
  };
}
