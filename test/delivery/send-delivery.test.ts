import assert from 'node:assert/strict';
import type { Channel, Receipt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { aChannel, aDelivery, aSending, at, counted, done, publishing } from '../support/builders.ts';
import { memoryLog } from '../support/channel-tools.ts';
import { earlierIn, linesIn, openDeliveries, put, read, triesIn } from './on-store.ts';

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
      const { state, dueAt, tries, latest } = await read(db, aDelivery());
      assert.deepEqual({ state, dueAt, tries }, { state: 'sending', dueAt: at('09:00:30'), tries: 1 });
      const { number, outcome, by, leaseUntil } = latest!;
      const begun = { number: 1, outcome: null, by: 'here', leaseUntil: at('09:00:30') };
      assert.deepEqual({ number, outcome, by, leaseUntil }, begun);
      return done();
    });
    assert.deepEqual(delivery.latest?.outcome, { state: 'done', ref: 'p1', url: 'https://weibo.example/p1' });
    assert.deepEqual([delivery.state, delivery.latest.endedAt], ['done', at('09:00')]);
    assert.deepEqual(await triesIn(db), [delivery.latest]);
  });

  it('keeps each try when a further one takes its place', async () => {
    const { db } = store();
    const first = await send(failing('unreachable'));
    await sendDelivery(first, aSending(db, aChannel({ publish: failing('locked-out') })));
    await sendDelivery(await read(db, first), aSending(db, aChannel({ publish: async () => done() })));
    const told = (await triesIn(db)).map(({ number, outcome }) => [number, outcome?.state]);
    assert.deepEqual(told, [
      [1, 'waiting'],
      [2, 'waiting'],
      [3, 'done'],
    ]);
    assert.equal((await earlierIn(db)).length, 2);
  });

  it('has its line in the ledger before its record says done', async () => {
    const { db } = store();
    await send(async () => done('p7'));
    assert.deepEqual((await read(db, aDelivery())).unposted, []);
    assert.equal(await ledgerOf(db).countDocuments({ what: 'delivery.done' }), 1);
  });

  it('leaves its lane when it is over, and stays in it while it is not', async () => {
    const { db } = store();
    assert.equal((await send(async () => done())).lane, null);
    assert.equal((await send(failing('refused'), aDelivery({ _id: 'd2' }))).lane, null);
    assert.equal((await send(failing('uncertain'), aDelivery({ _id: 'd3' }))).lane, 'weibo');
    const waiting = await send(failing('limited'), aDelivery({ _id: 'd4' }));
    assert.equal(waiting.lane, 'weibo');
    await sendDelivery(waiting, aSending(db, aChannel({ publish: async () => done() })));
    assert.equal((await read(db, waiting)).lane, null);
  });

  it('keeps the order it was given', async () => {
    assert.deepEqual((await send(async () => done())).order, publishing);
  });
});
