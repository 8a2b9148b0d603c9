import assert from 'node:assert/strict';
import type { DeliveryState } from '../../src/delivery/delivery.ts';
import type { Outcome } from '../../src/delivery/outcome.ts';
import { recordOutcome } from '../../src/delivery/record-outcome.ts';
import { keepLatest } from '../../src/delivery/try.ts';
import { aDelivery, anUnderWay, at, tried } from '../support/builders.ts';
import { earlierIn, linesIn, openDeliveries, put, read } from './on-store.ts';

const done: Outcome = { state: 'done', ref: 'p1', url: null };
const refused: Outcome = { state: 'stuck', reason: '含有违禁内容', failure: 'refused' };

describe('recordOutcome of a try that ends late', () => {
  const store = openDeliveries();
  const first = anUnderWay();

  /** The first try ends so, after its delivery has come to stand in `state` at try `number`. */
  async function endsLate(outcome: Outcome, state: DeliveryState, number: number) {
    const { db } = store();
    const meanwhile = tried(aDelivery({ state, tries: number }), number === 1 ? {} : { by: 'later' });
    await put(db, meanwhile);
    if (number > 1) await keepLatest(db, first);
    const ends = first.latest!;
    const moved = await recordOutcome(db, first, { outcome, by: 'system', at: at('09:01'), ends });
    return { moved, ...(await read(db, first)) };
  }

  for (const state of ['waiting', 'settling', 'stuck'] as const) {
    for (const number of [1, 2]) {
      it(`${state} at try ${number}: done ends it, since it is proof`, async () => {
        const { moved, state: is, ref, lane, doneAt } = await endsLate(done, state, number);
        const ended = { moved: true, is: 'done', ref: 'p1', lane: null, doneAt: at('09:01') };
        assert.deepEqual({ moved, is, ref, lane, doneAt }, ended);
        assert.deepEqual(await linesIn(store().db), ['delivery.done']);
      });
    }

    it(`${state}: a refusal moves nothing and tells nothing, but is written into its try`, async () => {
      const { moved, state: is, latest } = await endsLate(refused, state, 1);
      assert.deepEqual([moved, is, latest?.outcome], [false, state, refused]);
      assert.deepEqual(await linesIn(store().db), []);
    });
  }

  it('leaves a later try under way to itself, whose process then finds the line', async () => {
    const { moved, state, tries, latest } = await endsLate(done, 'sending', 2);
    assert.deepEqual([moved, state, tries, latest?.by, latest?.outcome], [false, 'sending', 2, 'later', null]);
    assert.deepEqual(await linesIn(store().db), ['delivery.done']);
  });

  it('writes down what an earlier try heard where that is kept', async () => {
    await endsLate(refused, 'sending', 2);
    const [kept] = await earlierIn(store().db);
    assert.deepEqual([kept?.number, kept?.outcome, kept?.endedAt], [1, refused, at('09:01')]);
  });

  for (const state of ['done', 'cancelled'] as const) {
    it(`changes nothing in what is ${state}`, async () => {
      const { moved, state: is, ref } = await endsLate(done, state, 1);
      assert.deepEqual({ moved, is, ref }, { moved: false, is: state, ref: null });
    });
  }

  it('of a look that others have looked past meanwhile decides nothing, unless it is proof', async () => {
    const { db } = store();
    const asRead = tried(aDelivery({ state: 'settling', looks: 1 }));
    await put(db, { ...asRead, looks: 2 });
    const absent = { state: 'waiting', dueAt: at('09:01'), reason: '没有', failure: 'unreachable' } as const;
    assert.equal(await recordOutcome(db, asRead, { outcome: absent, by: 'system', at: at('09:00') }), false);
    const proof = { state: 'done', ref: 'p1', url: null } as const;
    assert.equal(await recordOutcome(db, asRead, { outcome: proof, by: 'system', at: at('09:00') }), true);
  });
});
