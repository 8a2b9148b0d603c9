/**
 * Crashes: each test leaves the records as a process would that died at one point of sending, and lets another one go on.
 * However it is cut off, the text is out once and the ledger has one line.
 */
import assert from 'node:assert/strict';
import type { Sighting } from '../../src/channel/contract.ts';
import { deliveryLine } from '../../src/delivery/delivery.ts';
import { carryOn, dueOn } from '../../src/delivery/lane.ts';
import { recoverDelivery } from '../../src/delivery/recover-delivery.ts';
import type { Sending } from '../../src/delivery/sending.ts';
import { keepLatest } from '../../src/delivery/try.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import {
  aChannel,
  aDelivery,
  anUnderWay,
  aSending,
  at,
  counted,
  done,
  seenDone,
  type TestSending,
  tried,
} from '../support/builders.ts';
import { carryOnToTheEnd, earlierIn, linesIn, openDeliveries, put, read, triesIn } from './on-store.ts';

describe('a process that died while sending', () => {
  const store = openDeliveries();
  const publish = counted(async () => done('p-second'));
  let seen: Sighting;
  const find = counted(async (): Promise<Sighting> => seen);
  let sending: TestSending;

  beforeEach(() => {
    publish.calls.length = 0;
    find.calls.length = 0;
    seen = { seen: 'absent' };
    sending = aSending(store().db, aChannel({ publish, find }));
  });

  const state = async () => {
    const { state: is, ref } = await read(store().db, aDelivery());
    return { is, ref, lines: (await linesIn(store().db)).toSorted(), published: publish.calls.length };
  };

  /** The line of a post that was out at 09:00:01, as the process posted it that died right after. */
  const postLine = async () => {
    const facts = { ref: 'p-first', url: 'https://weibo.example/p-first' };
    const line = { what: 'delivery.done', at: at('09:00:01'), by: 'system', facts } as const;
    await ledgerOf(store().db).insertOne(deliveryLine(aDelivery(), line));
  };

  it('after its claim, before the call: nothing is found, and it is sent once', async () => {
    await put(store().db, anUnderWay());
    await carryOnToTheEnd(sending);
    const lines = ['delivery.done', 'delivery.lost'];
    assert.deepEqual(await state(), { is: 'done', ref: 'p-second', lines, published: 1 });
    assert.deepEqual(
      (await triesIn(store().db)).map(({ number, by }) => [number, by]),
      [
        [1, 'other'],
        [2, 'here'],
      ],
    );
  });

  it('after the call: the post is found, and never sent again', async () => {
    seen = seenDone('p-first');
    await put(store().db, anUnderWay());
    await carryOnToTheEnd(sending);
    const lines = ['delivery.done', 'delivery.lost'];
    assert.deepEqual(await state(), { is: 'done', ref: 'p-first', lines, published: 0 });
  });

  it('is not taken over on an old reading of its lease', async () => {
    const { db } = store();
    const asRead = anUnderWay();
    await put(db, { ...asRead, dueAt: at('09:00:59') }); // a step has renewed it since
    await recoverDelivery(asRead, sending);
    assert.equal((await read(db, asRead)).state, 'sending');
  });

  it('after it posted the line that it is out: what that proves is carried over without a look', async () => {
    const { db } = store();
    await put(db, anUnderWay());
    await postLine();
    await carryOnToTheEnd(sending);
    assert.deepEqual(await state(), { is: 'done', ref: 'p-first', lines: ['delivery.done'], published: 0 });
    assert.equal(find.calls.length, 0);
    const { url, doneAt, lane, latest } = await read(db, aDelivery());
    const proven = { url: 'https://weibo.example/p-first', doneAt: at('09:00:01'), lane: null };
    assert.deepEqual({ url, doneAt, lane }, proven);
    const outcome = { state: 'done', ref: 'p-first', url } as const;
    assert.deepEqual([latest?.outcome, latest?.endedAt], [outcome, at('09:00:01')]);
  });

  it('after it kept the try before, not yet replaced: that is kept once, and its steps are resumed', async () => {
    const { db } = store();
    const steps = [{ name: 'upload', value: 'media-1' }];
    const waiting = tried(aDelivery(), { steps });
    await put(db, waiting);
    await keepLatest(db, waiting);
    const resuming = aChannel({
      publish: async (_piece, attempt) => done(await attempt.step('upload', async () => 'media-2')),
    });
    await carryOnToTheEnd(aSending(db, resuming));
    assert.equal((await read(db, aDelivery())).ref, 'media-1');
    assert.deepEqual(await earlierIn(db), [waiting.latest]);
  });

  it('is not given up while a finished step has moved its lease on', async () => {
    const { db } = store();
    await put(db, anUnderWay({}, { leaseUntil: at('09:05') }));
    const due = () => dueOn('weibo', { inHand: [], room: 1, pause: null }, sending);
    sending.clock.set(at('09:04:59'));
    assert.deepEqual(await due(), []);
    sending.clock.set(at('09:05'));
    assert.equal((await due()).length, 1);
  });

  it('leaves one outcome and one line when two others take over at once', async () => {
    const { db, again } = store();
    seen = seenDone('p-first');
    await put(db, anUnderWay());
    sending.clock.set(at('09:00:31'));
    const both: Sending[] = [sending, { ...sending, db: await again() }];
    const lost = await read(db, aDelivery());
    await Promise.all(both.map((one) => recoverDelivery(lost, one)));
    const settling = await read(db, aDelivery());
    assert.equal(settling.state, 'settling');
    await Promise.all(both.map((one) => carryOn(settling, one)));
    const { is, lines, published } = await state();
    assert.deepEqual({ is, published }, { is: 'done', published: 0 });
    assert.deepEqual(lines, ['delivery.done', 'delivery.lost']);
  });
});
