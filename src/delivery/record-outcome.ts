/**
 * Writes the outcome of a try, a look or a person's act into the delivery, together with its try and its ledger line.
 *
 * Only the line of a post that is out goes another way: it is posted before the record changes. That the public can read it
 * is true whatever becomes of our record, the line is the proof that a restart finds, and the record need not be written
 * once more to take it out.
 */
import { ledgerOf } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { inOrder } from '../store/in-order.ts';
import { insertNew } from '../store/insert-new.ts';
import { DELIVERIES, type Delivery, deliveryLine, inState } from './delivery.ts';
import { letFollow } from './let-follow.ts';
import type { Outcome } from './outcome.ts';
import { type Try, triesOf } from './try.ts';

export interface Recording {
  readonly outcome: Outcome;
  readonly by: string;
  readonly at: Date;
  /** The try that ended so; left out for a look, which ends none. */
  readonly ends?: Try;
}

/** Moves `delivery` on, if it still is as it was read. Returns whether it moved. */
export async function recordOutcome(db: Database, delivery: Delivery, recording: Recording): Promise<boolean> {
  const { outcome, at, ends } = recording;
  const line = lineOf(delivery, recording);
  const isOut = outcome.state === 'done';
  const $set = { ...changeOf(delivery, outcome, at), ...(ends && { 'latest.outcome': outcome, 'latest.endedAt': at }) };
  const { _id, state, tries } = delivery;
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const $push = line && !isOut ? { $push: { unposted: line } } : {};
  const post = async () => line && isOut && (await insertNew(ledgerOf(db), [line]));
  const still = { _id, state, tries, ...(ends ? {} : asRead(delivery, outcome)) };
  const update = { $set, ...$push };
  const moved = await inOrder(db, post, () => deliveries.findOneAndUpdate(still, update, { returnDocument: 'after' }));
  if (!moved && ends) await endLate(db, delivery, recording);
  const ended = moved ?? (isOut ? await endAnyhow(db, delivery, recording) : null);
  if (ended?.leads && (isOut || outcome.state === 'stuck')) await letFollow(db, ended);
  return ended !== null;
}

/**
 * What else must be as it was read by one who ends no try of his own: the lease of what is being sent, since a step may just
 * have renewed it; the number of looks, since another may have looked later and seen more. Proof needs neither.
 */
function asRead({ state, dueAt, looks }: Delivery, outcome: Outcome): Partial<Delivery> {
  if (outcome.state === 'done') return {};
  if (state === 'sending') return { dueAt };
  return state === 'settling' ? { looks } : {};
}

/**
 * `done` is proof, so it ends whatever became of the delivery meanwhile: it is looked for, a person is asked, or it waits
 * to be sent again. Only a later try under way is left to itself.
 */
async function endAnyhow(db: Database, delivery: Delivery, { outcome, at }: Recording): Promise<Delivery | null> {
  const open = { _id: delivery._id, state: { $in: ['waiting', 'settling', 'stuck'] } };
  return await db
    .collection<Delivery>(DELIVERIES)
    .findOneAndUpdate(open, { $set: changeOf(delivery, outcome, at) }, { returnDocument: 'after' });
}

/** A try that ended after others had given it up for lost: what it heard is still written down. */
async function endLate(db: Database, { _id, tries }: Delivery, { outcome, at }: Recording): Promise<void> {
  const { matchedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne({ _id, tries, 'latest.outcome': null }, { $set: { 'latest.outcome': outcome, 'latest.endedAt': at } });
  if (matchedCount === 1) return;
  await triesOf(db).updateOne({ delivery: _id, number: tries, outcome: null }, { $set: { outcome, endedAt: at } });
}

function changeOf(delivery: Delivery, outcome: Outcome, at: Date): Partial<Delivery> {
  switch (outcome.state) {
    case 'done': {
      const { state: _, ...standing } = outcome;
      return { ...inState(delivery, 'done'), ...standing, doneAt: at, reason: '', failure: null };
    }
    case 'settling': {
      const looks = delivery.state === 'settling' ? delivery.looks + 1 : 0;
      const { state, ticket, dueAt, reason, failure } = outcome;
      return { ...inState(delivery, state), ticket: ticket ?? delivery.ticket, dueAt, reason, failure, looks };
    }
    case 'waiting':
      return { ...outcome, ...inState(delivery, 'waiting'), ticket: null, looks: 0 };
    case 'stuck':
      return { ...outcome, ...inState(delivery, 'stuck') };
  }
}

function lineOf(delivery: Delivery, { outcome, by, at }: Recording): Line | null {
  const nth = delivery.tries;
  switch (outcome.state) {
    case 'done': {
      const { ref, url } = outcome;
      return deliveryLine(delivery, { what: 'delivery.done', at, by, facts: { ref, url } });
    }
    case 'stuck':
      // News that comes after a person was asked may say why; it got stuck once.
      if (delivery.state === 'stuck') return null;
      return deliveryLine(delivery, { what: 'delivery.stuck', at, by, facts: { failure: outcome.failure }, nth });
    case 'settling':
      // Looking again is no event; that an answer got lost is.
      if (delivery.state === 'settling' || outcome.failure === null) return null;
      return deliveryLine(delivery, { what: 'delivery.lost', at, by, nth });
    case 'waiting':
      return null;
  }
}
