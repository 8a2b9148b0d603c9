/**
 * Looks what became of an order whose answer is lost or pending: find() only reads. What follows is after-sighting.ts.
 * A look is claimed by putting the next one off: platforms count calls, and several processes find it due at once.
 */
import { toFailure } from '../channel/failure.ts';
import { after } from '../clock.ts';
import { afterFailedLook, afterSighting } from './after-sighting.ts';
import { openAttempt } from './attempt.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Outcome } from './outcome.ts';
import { recordOutcome } from './record-outcome.ts';
import type { Sending } from './sending.ts';
import { applyNews } from './settle-by-news.ts';
import { toOrder } from './to-order.ts';
import { stepsOf, type Try, triesMade } from './try.ts';

/** As many of our own latest posts as an adapter may see beside a lost one. */
const KNOWN_REFS = 50;

/**
 * Looks once and moves the delivery on; false when another process looks. News that came before is as good as a look, and
 * costs no call.
 */
export async function settleDelivery(delivery: Delivery, sending: Sending): Promise<boolean> {
  if (await applyNews(delivery, sending)) return true;
  if (!(await claimLook(delivery, sending))) return false;
  const outcome = await look(delivery, sending);
  await recordOutcome(sending.db, delivery, { outcome, by: 'system', at: sending.clock.now() });
  return true;
}

/** A process that dies while it looks delays the next look by its lease, no more. */
async function claimLook({ _id, tries, looks, dueAt }: Delivery, { db, clock, leaseMs }: Sending): Promise<boolean> {
  const { matchedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne({ _id, state: 'settling', tries, looks, dueAt }, { $set: { dueAt: after(clock.now(), leaseMs) } });
  return matchedCount === 1;
}

async function look(delivery: Delivery, sending: Sending): Promise<Outcome> {
  const { db, clock, channels } = sending;
  const looks = delivery.looks + 1;
  const order = await toOrder(delivery, sending);
  const tries = await triesMade(db, delivery);
  const last = tries.at(-1);
  const ticket = delivery.ticket ?? ticketOf(last);
  const state = {
    looks,
    tries: delivery.tries,
    losses: lossesIn(tries, delivery.freshAfter),
    ticket,
    now: clock.now(),
  };
  if (!order || !last) return afterSighting({ seen: 'absent' }, state);
  const steps = stepsOf(tries, delivery.freshAfter);
  const leaseUntil = after(clock.now(), sending.leaseMs);
  const attempt = openAttempt({ tried: { ...last, leaseUntil }, state: 'settling' }, steps, sending);
  try {
    const trace = {
      order,
      ...times(tries, last),
      ticket,
      steps,
      known: await known(delivery, sending),
      before: await postBefore(delivery, tries[0] ?? last, sending),
    };
    const sighting = await channels.get(delivery.account).find(trace, attempt);
    return afterSighting(sighting, { ...state, now: clock.now() });
  } catch (error) {
    const failure = toFailure(error);
    sending.log.warn({ delivery: delivery._id, failure: failure.kind, code: failure.code }, 'could not look');
    return afterFailedLook(failure, { ...state, now: clock.now() });
  } finally {
    attempt.close();
  }
}

/** A ticket that came after the delivery was taken for lost stands in the try alone. */
function ticketOf(last: Try | undefined): string | null {
  return last?.outcome?.state === 'settling' ? last.outcome.ticket : null;
}

/** A retry by hand begins the count anew. */
function lossesIn(tries: readonly Try[], freshAfter: number): readonly string[] {
  const lost = tries.filter(({ number, outcome }) => number > freshAfter && outcome?.state === 'settling');
  return lost.flatMap(({ outcome }) => (outcome?.state === 'settling' && outcome.failure ? [outcome.reason] : []));
}

function times(tries: readonly Try[], last: Try) {
  return { firstTriedAt: tries[0]?.at ?? last.at, lastTriedAt: last.at };
}

/** Posts of other deliveries on this account: a lost one is never taken for one of them. */
async function known(delivery: Delivery, { db }: Sending): Promise<readonly string[]> {
  const mine = { account: delivery.account, state: 'done' };
  const latest = await db
    .collection<Delivery>(DELIVERIES)
    .find(mine, { sort: { doneAt: -1 }, limit: KNOWN_REFS, projection: { ref: 1 } })
    .toArray();
  return latest.flatMap(({ ref }) => (ref ? [ref] : []));
}

/** The newest post of this account that was certainly out when the first call began. */
async function postBefore({ account }: Delivery, first: Try, { db }: Sending): Promise<string | null> {
  const out = { account, state: 'done', 'order.action': 'publish', doneAt: { $lt: first.at } };
  const [post] = await db
    .collection<Delivery>(DELIVERIES)
    .find(out, { sort: { doneAt: -1 }, limit: 1, projection: { ref: 1 } })
    .toArray();
  return post?.ref ?? null;
}
