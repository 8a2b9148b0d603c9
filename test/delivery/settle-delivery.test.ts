import assert from 'node:assert/strict';
import type { Sighting, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { settleDelivery } from '../../src/delivery/settle-delivery.ts';
import { aChannel, aDelivery, aPiece, aSending, aTry, at, seenDone, tried } from '../support/builders.ts';
import { linesIn, openDeliveries, put, putEarlier, read } from './on-store.ts';

const settling = (changes: Partial<Delivery> = {}) =>
  tried(aDelivery({ state: 'settling', ticket: 't1', failure: null, ...changes }));

describe('settleDelivery', () => {
  const store = openDeliveries();

  /** Looks once through a channel that sees this. */
  async function look(sighting: Sighting | (() => Promise<Sighting>), delivery = settling()): Promise<Delivery> {
    const { db } = store();
    await put(db, delivery);
    const find = typeof sighting === 'function' ? sighting : async () => sighting;
    await settleDelivery(delivery, aSending(db, aChannel({ find })));
    return await read(db, delivery);
  }

  it('is done when it is seen, with one line', async () => {
    const { state, ref, looks } = await look(seenDone('p9'));
    assert.deepEqual({ state, ref, looks }, { state: 'done', ref: 'p9', looks: 0 });
    assert.deepEqual(await linesIn(store().db), ['delivery.done']);
  });

  it('is sent again only when nothing happened', async () => {
    const { state, ticket, tries } = await look({ seen: 'absent' });
    assert.deepEqual({ state, ticket, tries }, { state: 'waiting', ticket: null, tries: 1 });
    assert.deepEqual(await linesIn(store().db), []);
  });

  it("is stuck on the platform's refusal", async () => {
    const { state, failure } = await look({ seen: 'refused', reason: '审核未通过' });
    assert.deepEqual([state, failure], ['stuck', 'refused']);
    assert.deepEqual(await linesIn(store().db), ['delivery.stuck']);
  });

  it('counts looks that prove nothing, and asks a person after four', async () => {
    let delivery = await look({ seen: 'unknown', reason: '看不清' });
    const sending = aSending(store().db, aChannel({ find: async () => ({ seen: 'unknown', reason: '看不清' }) }));
    const states = [delivery.state];
    for (let i = 0; i < 3; i++) {
      await settleDelivery(delivery, sending);
      delivery = await read(store().db, delivery);
      states.push(delivery.state);
    }
    assert.deepEqual(states, ['settling', 'settling', 'settling', 'stuck']);
    assert.deepEqual(await linesIn(store().db), ['delivery.stuck']);
  });

  it('looks again when looking failed, with the ticket, and tells no line', async () => {
    const { state, ticket, looks, reason } = await look(async () => {
      throw new ChannelFailure('unreachable', '连不上');
    });
    assert.deepEqual({ state, ticket, looks }, { state: 'settling', ticket: 't1', looks: 1 });
    assert.match(reason, /核查未成/);
    assert.deepEqual(await linesIn(store().db), []);
  });

  it('looks again when an adapter fails in a way nobody sorted', async () => {
    const delivery = await look(async () => {
      throw new TypeError('items is undefined');
    });
    assert.equal(delivery.state, 'settling');
  });

  it('asks a person when a platform swallows it every time, and begins anew after a retry by hand', async () => {
    const { db } = store();
    const outcome = {
      state: 'settling',
      ticket: null,
      dueAt: at('08:00'),
      reason: '系统繁忙（-1）',
      failure: 'uncertain',
    } as const;
    const swallowed = { outcome, endedAt: at('08:00') };
    const earlier = (delivery: Delivery) => [1, 2, 3, 4, 5].map((number) => aTry(delivery, { number, ...swallowed }));
    const sixth = tried(settling({ tries: 6, ticket: null }), swallowed);
    await put(db, sixth);
    await putEarlier(db, ...earlier(sixth));
    const absent = aSending(db, aChannel({ find: async () => ({ seen: 'absent' }) }));
    await settleDelivery(sixth, absent);
    const { state, reason, failure } = await read(db, sixth);
    assert.deepEqual([state, failure], ['stuck', 'refused']);
    assert.match(reason, /6 次.*系统繁忙（-1）/);
    const retried = tried(settling({ _id: 'd-retried', tries: 6, freshAfter: 6, ticket: null }), swallowed);
    await put(db, retried);
    await putEarlier(db, ...earlier(retried));
    await settleDelivery(retried, absent);
    assert.equal((await read(db, retried)).state, 'waiting');
  });

  it('knows a ticket that came after the delivery was taken for lost', async () => {
    const { db } = store();
    const outcome = { state: 'settling', ticket: 'late', dueAt: at('09:00'), reason: '', failure: null } as const;
    const delivery = tried(settling({ ticket: null }), { outcome, endedAt: at('09:00') });
    await put(db, delivery);
    let told: Trace | undefined;
    const find = async (trace: Trace): Promise<Sighting> => {
      told = trace;
      return seenDone();
    };
    await settleDelivery(delivery, aSending(db, aChannel({ find })));
    assert.equal(told?.ticket, 'late');
  });

  it('tells the adapter what is known: tries, steps, ticket and the posts of others', async () => {
    const { db } = store();
    const delivery = tried(settling({ tries: 2 }), { at: at('08:55') });
    await put(db, delivery);
    await put(db, aDelivery({ facts: { release: 'r0' }, state: 'done', ref: 'p-other', doneAt: at('08:00') }));
    await put(db, aDelivery({ account: 'wechat', state: 'done', ref: 'p-elsewhere', doneAt: at('08:00') }));
    await putEarlier(db, aTry(delivery, { at: at('08:50'), steps: [{ name: 'upload', value: 'media-1' }] }));
    let told: Trace | undefined;
    const find = async (trace: Trace): Promise<Sighting> => {
      told = trace;
      return seenDone();
    };
    await settleDelivery(delivery, aSending(db, aChannel({ find })));
    assert.deepEqual(told, {
      order: { action: 'publish', piece: aPiece() },
      firstTriedAt: at('08:50'),
      lastTriedAt: at('08:55'),
      ticket: 't1',
      steps: { upload: 'media-1' },
      known: ['p-other'],
      before: 'p-other',
    });
  });

  for (const late of ['absent', 'done'] as const) {
    it(`does no harm when a process frozen past its lease has seen something else: ${late}`, async () => {
      const { db, again } = store();
      await put(db, settling());
      const sightings = { absent: { seen: 'absent' }, done: seenDone('p9') } as const;
      const answered = Promise.withResolvers<Sighting>();
      const begun = Promise.withResolvers<void>();
      const find = () => {
        begun.resolve();
        return answered.promise;
      };
      const frozen = settleDelivery(settling(), aSending(db, aChannel({ find })));
      await begun.promise;
      const seen = sightings[late === 'done' ? 'absent' : 'done'];
      await settleDelivery(await read(db, settling()), aSending(await again(), aChannel({ find: async () => seen })));
      answered.resolve(sightings[late]);
      await frozen;
      assert.deepEqual(await linesIn(db), ['delivery.done'], 'proof wins, whoever was first');
      assert.equal((await read(db, settling())).state, 'done');
    });
  }
});
