/**
 * Crashes: each test leaves the records as a process would that died at one point of sending, and lets another one go on.
 * However it is cut off, the text is out once and the ledger has one line.
 */
import assert from 'node:assert/strict';
import type { Sighting } from '../../src/channel/contract.ts';
import { carryOn } from '../../src/delivery/lane.ts';
import { recoverDelivery } from '../../src/delivery/recover-delivery.ts';
import type { Sending } from '../../src/delivery/sending.ts';
import { takeNews } from '../../src/delivery/settle-by-news.ts';
import {
  aChannel,
  aDelivery,
  aSending,
  aTry,
  at,
  counted,
  done,
  seenDone,
  type TestSending,
} from '../support/builders.ts';
import { carryOnToTheEnd, linesIn, openDeliveries, put, putTries, read, triesIn } from './on-store.ts';

describe('a process that died while sending', () => {
  const store = openDeliveries();
  const claimed = { state: 'sending', tries: 1, dueAt: at('09:00:30') } as const;
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
    return { is, ref, lines: await linesIn(store().db), published: publish.calls.length };
  };

  it('after it wrote the try: it made no call, so nobody looks, and it is sent once', async () => {
    await put(store().db, aDelivery());
    await putTries(store().db, aTry(aDelivery()));
    await carryOnToTheEnd(sending);
    const { is, ref, lines, published } = await state();
    assert.deepEqual({ is, ref, published }, { is: 'done', ref: 'p-second', published: 1 });
    assert.deepEqual(lines.filter((what) => what === 'delivery.done').length, 1);
    assert.equal(find.calls.length, 0);
  });

  it('before the call: nothing is found, and it is sent once', async () => {
    await put(store().db, aDelivery(claimed));
    await putTries(store().db, aTry(aDelivery()));
    await carryOnToTheEnd(sending);
    assert.deepEqual(await state(), {
      is: 'done',
      ref: 'p-second',
      lines: ['delivery.done', 'delivery.lost'].toSorted(),
      published: 1,
    });
    assert.equal((await triesIn(store().db)).length, 2);
  });

  it('after the call: the post is found, and never sent again', async () => {
    seen = seenDone('p-first');
    await put(store().db, aDelivery(claimed));
    await putTries(store().db, aTry(aDelivery()));
    await carryOnToTheEnd(sending);
    const { is, ref, lines, published } = await state();
    assert.deepEqual({ is, ref, published }, { is: 'done', ref: 'p-first', published: 0 });
    assert.deepEqual(lines.toSorted(), ['delivery.done', 'delivery.lost']);
  });

  it('after it wrote how the try ended: that is carried over without a look', async () => {
    const outcome = { state: 'done', ref: 'p-first', url: null } as const;
    await put(store().db, aDelivery(claimed));
    await putTries(store().db, aTry(aDelivery(), { outcome, endedAt: at('09:00:01') }));
    await carryOnToTheEnd(sending);
    assert.deepEqual(await state(), { is: 'done', ref: 'p-first', lines: ['delivery.done'], published: 0 });
    assert.equal(find.calls.length, 0);
  });

  it('after it wrote that the platform accepted: the ticket is carried over and asked for', async () => {
    const dueAt = at('09:00:10');
    const outcome = { state: 'settling', ticket: 't1', dueAt, reason: '平台已受理', failure: null } as const;
    seen = seenDone('p-first');
    await put(store().db, aDelivery(claimed));
    await putTries(store().db, aTry(aDelivery(), { outcome, endedAt: at('09:00:01') }));
    await carryOnToTheEnd(sending);
    assert.deepEqual(await state(), { is: 'done', ref: 'p-first', lines: ['delivery.done'], published: 0 });
    assert.equal((find.calls[0]?.[0 as never] as { ticket: string } | undefined)?.ticket, 't1');
  });

  it('while the platform had already told the end: the news is carried over without a look', async () => {
    const dueAt = at('09:00:10');
    const outcome = { state: 'settling', ticket: 't1', dueAt, reason: '平台已受理', failure: null } as const;
    await put(store().db, aDelivery(claimed));
    await putTries(store().db, aTry(aDelivery(), { outcome, endedAt: at('09:00:01') }));
    await takeNews({ account: 'weibo', ticket: 't1', sighting: seenDone('p-first') }, sending);
    await carryOnToTheEnd(sending);
    assert.deepEqual(await state(), { is: 'done', ref: 'p-first', lines: ['delivery.done'], published: 0 });
    assert.equal(find.calls.length, 0);
  });

  it('with its try deleted but the delivery marked: nothing was sent, so it is sent once', async () => {
    await put(store().db, aDelivery(claimed));
    await carryOnToTheEnd(sending);
    const { is, published } = await state();
    assert.deepEqual({ is, published }, { is: 'done', published: 1 });
  });

  it('is not given up while it still has the floor', async () => {
    await put(store().db, aDelivery(claimed));
    await putTries(store().db, aTry(aDelivery(), { leaseUntil: at('09:05') }));
    sending.clock.set(at('09:00:31'));
    await recoverDelivery(await read(store().db, aDelivery()), sending);
    const { state: is, dueAt } = await read(store().db, aDelivery());
    assert.deepEqual({ is, dueAt }, { is: 'sending', dueAt: at('09:05') });
  });

  it('leaves one outcome and one line when two others take over at once', async () => {
    const { db, again } = store();
    seen = seenDone('p-first');
    await put(db, aDelivery(claimed));
    await putTries(db, aTry(aDelivery()));
    sending.clock.set(at('09:00:31'));
    const both: Sending[] = [sending, { ...sending, db: await again() }];
    const lost = await read(db, aDelivery());
    await Promise.all(both.map((one) => recoverDelivery(lost, one)));
    const settling = await read(db, aDelivery());
    assert.equal(settling.state, 'settling');
    await Promise.all(both.map((one) => carryOn(settling, one)));
    const { is, lines, published } = await state();
    assert.deepEqual({ is, published }, { is: 'done', published: 0 });
    assert.deepEqual(lines.toSorted(), ['delivery.done', 'delivery.lost']);
  });
});
