/** Writes the outcome of a try, a look or a person's act into the delivery, its ledger line in the same update. */
import type { Line } from '../ledger/line.ts';
import { DELIVERIES, type Delivery, type DeliveryState, deliveryLine } from './delivery.ts';
import type { Outcome } from './outcome.ts';
import type { Sending } from './sending.ts';

/**
 * Moves `delivery` on, if it still is in the state and at the try it was read in. A `done` is proof, so it ends whatever
 * became of the same try meanwhile: it is looked for, a person is asked, or it waits to be sent again. Returns whether it
 * moved.
 */
export async function recordOutcome(
  { db, clock }: Pick<Sending, 'db' | 'clock'>,
  delivery: Delivery,
  outcome: Outcome,
  by: string,
): Promise<boolean> {
  const now = clock.now();
  const line = lineOf(delivery, outcome, by, now);
  const from: DeliveryState[] =
    outcome.state === 'done' ? ['waiting', 'sending', 'settling', 'stuck'] : [delivery.state];
  const { modifiedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne(
      { _id: delivery._id, state: { $in: from }, tries: delivery.tries },
      { $set: changeOf(delivery, outcome, now), ...(line ? { $push: { unposted: line } } : {}) },
    );
  return modifiedCount === 1;
}

function changeOf(delivery: Delivery, outcome: Outcome, now: Date): Partial<Delivery> {
  switch (outcome.state) {
    case 'done':
      return { state: 'done', ref: outcome.ref, url: outcome.url, doneAt: now, reason: '', failure: null };
    case 'settling': {
      const looks = delivery.state === 'settling' ? delivery.looks + 1 : 0;
      const { state, ticket, dueAt, reason, failure } = outcome;
      return { state, ticket: ticket ?? delivery.ticket, dueAt, reason, failure, looks };
    }
    case 'waiting':
      return { ...outcome, ticket: null, looks: 0 };
    case 'stuck':
      return outcome;
  }
}

function lineOf(delivery: Delivery, outcome: Outcome, by: string, at: Date): Line | null {
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
