import assert from 'node:assert/strict';
import { confirmDelivery, getDelivery, giveUpDelivery, retryDelivery } from '../../src/delivery/act-by-hand.ts';
import { DELIVERIES, type Delivery, type DeliveryState } from '../../src/delivery/delivery.ts';
import { sendDelivery } from '../../src/delivery/send-delivery.ts';
import type { Problem } from '../../src/errors.ts';
import { LEDGER, ledgerOf } from '../../src/ledger/ledger.ts';
import { aChannel, aDelivery, aPerson, aSending, at, done, tried } from '../support/builders.ts';
import { refusesCleanly } from '../support/refuses-cleanly.ts';
import { linesIn, openDeliveries, put, read } from './on-store.ts';

const proof = '办公室张某 9:10 查看主页，没有这条';
const hand = { id: aDelivery()._id, by: aPerson('approver'), now: at('09:10'), proof };
const seen = { ...hand, ref: 'p5', url: 'https://weibo.example/p5' };
const stuck = (failure: Delivery['failure'] = 'uncertain') =>
  tried(aDelivery({ state: 'stuck', failure, ticket: 't1', looks: 4 }));

describe('acts by hand', () => {
  const store = openDeliveries();
  const refuses = (code: string, operation: () => Promise<unknown>) =>
    refusesCleanly({ db: store().db, collections: [DELIVERIES, LEDGER] }, code, operation);

  const acts = {
    retry: () => retryDelivery(store().db, hand),
    confirm: () => confirmDelivery(store().db, seen),
    'give up': () => giveUpDelivery(store().db, hand),
  };

  const allowed: Readonly<Record<keyof typeof acts, readonly DeliveryState[]>> = {
    retry: ['waiting', 'stuck'],
    // Waiting as well: where the account may not publish by itself, a person does.
    confirm: ['waiting', 'settling', 'stuck'],
    'give up': ['waiting', 'settling', 'stuck'],
  };
  const states: readonly DeliveryState[] = ['waiting', 'sending', 'settling', 'done', 'stuck', 'cancelled'];
  const lines = {
    retry: ['delivery.retried'],
    confirm: ['delivery.confirmed', 'delivery.done'],
    'give up': ['delivery.given-up'],
  };

  for (const name of Object.keys(acts) as (keyof typeof acts)[]) {
    for (const state of states) {
      if (allowed[name].includes(state)) {
        it(`${name}: possible for what is ${state}, and on record with who and why`, async () => {
          await put(store().db, aDelivery({ state, failure: state === 'stuck' ? 'uncertain' : null }));
          await acts[name]();
          assert.deepEqual(await linesIn(store().db), lines[name]);
          const [line] = await ledgerOf(store().db).find({ what: lines[name][0] }).toArray();
          assert.deepEqual([line?.by, line?.facts.proof], ['p-approver', proof]);
        });
      } else {
        it(`${name}: refused for what is ${state}`, async () => {
          await put(store().db, aDelivery({ state }));
          await refuses('wrong-state', acts[name]);
        });
      }
    }

    it(`${name}: refused for a delivery that is not there`, async () => {
      await refuses('not-found', acts[name]);
    });
  }

  it('each needs the right', async () => {
    await put(store().db, stuck());
    const by = aPerson('drafter', 'reviewer', 'responder', 'statistician');
    await refuses('no-right', () => retryDelivery(store().db, { ...hand, by }));
    await refuses('no-right', () => confirmDelivery(store().db, { ...seen, by }));
    await refuses('no-right', () => giveUpDelivery(store().db, { ...hand, by }));
  });

  it('an unknown outcome is sent again only with proof that it is not out', async () => {
    await put(store().db, stuck());
    for (const empty of ['', '   ', '没 有']) {
      await refuses('invalid-input', () => retryDelivery(store().db, { ...hand, proof: empty }));
    }
    assert.equal((await retryDelivery(store().db, hand)).state, 'waiting');
  });

  it('what was refused is sent again without proof: the platform itself said that it is not out', async () => {
    await put(store().db, stuck('refused'));
    assert.equal((await retryDelivery(store().db, { ...hand, proof: '' })).state, 'waiting');
  });

  it('confirming and giving up need their reason in words', async () => {
    await put(store().db, stuck());
    await refuses('invalid-input', () => confirmDelivery(store().db, { ...seen, proof: '' }));
    await refuses('invalid-input', () => giveUpDelivery(store().db, { ...hand, proof: 'ok' }));
  });

  it('a retry begins afresh: neither the ticket nor the steps of what failed bring the old answer back', async () => {
    const { db } = store();
    await put(db, tried(stuck('refused'), { steps: [{ name: 'submit', value: 'job-1' }] }));
    const retried = await retryDelivery(db, hand);
    assert.deepEqual([retried.ticket, retried.looks, retried.dueAt], [null, 0, at('09:10')]);
    const channel = aChannel({
      publish: async (_piece, attempt) => done(await attempt.step('submit', async () => 'job-2')),
    });
    await sendDelivery(retried, aSending(db, channel));
    assert.equal((await read(db, retried)).ref, 'job-2');
  });

  it('a retry of what only waits keeps the steps that are done', async () => {
    const { db } = store();
    await put(db, tried(aDelivery({ dueAt: at('09:30') }), { steps: [{ name: 'upload', value: 'media-1' }] }));
    const retried = await retryDelivery(db, { ...hand, proof: '' });
    const channel = aChannel({
      publish: async (_piece, attempt) => done(await attempt.step('upload', async () => 'media-2')),
    });
    await sendDelivery(retried, aSending(db, channel));
    assert.equal((await read(db, retried)).ref, 'media-1');
  });

  it('takes what is over out of its lane, and brings it back into it by a retry', async () => {
    const { db } = store();
    await put(db, stuck());
    assert.equal((await read(db, stuck())).lane, null);
    assert.equal((await acts.retry()).lane, 'weibo');
    assert.equal((await acts['give up']()).lane, null);
    await put(db, aDelivery({ _id: 'd2', state: 'settling' }));
    assert.equal((await confirmDelivery(db, { ...seen, id: 'd2' })).lane, null);
  });

  it('a scheduled publication is not sent before its time by a retry', async () => {
    const { db } = store();
    await put(db, aDelivery({ dueAt: at('18:00') }));
    await assert.rejects(
      retryDelivery(db, hand),
      (error: Problem) => error.code === 'wrong-state' && /18:00/.test(error.message),
    );
    const { dueAt, state } = await read(db, aDelivery());
    assert.deepEqual({ dueAt, state }, { dueAt: at('18:00'), state: 'waiting' });
  });

  it('what is confirmed carries the post that was seen', async () => {
    await put(store().db, stuck());
    const { state, ref, url, doneAt } = await confirmDelivery(store().db, seen);
    assert.deepEqual({ state, ref, url, doneAt }, { state: 'done', ref: 'p5', url: seen.url, doneAt: at('09:10') });
  });

  it('of two people who act at once on one delivery, one is told', async () => {
    await put(store().db, stuck());
    const results = await Promise.allSettled([acts.retry(), acts.confirm(), acts['give up']()]);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    const left = await getDelivery(store().db, hand.id);
    assert.notEqual(left.state, 'stuck');
    const told = await linesIn(store().db);
    assert.ok(
      Object.values(lines).some((one) => JSON.stringify(one) === JSON.stringify(told)),
      told.join(),
    );
  });
});
