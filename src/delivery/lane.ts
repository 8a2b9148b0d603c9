/**
 * One account's lane: takes what is due there, oldest first, and carries it out, a few at a time as the channel allows.
 * Lanes know nothing of each other, so one account's limit or lock-out never delays another's.
 */
import { DELIVERIES, type Delivery } from './delivery.ts';
import { notHeld, type Pause } from './pause.ts';
import { recoverDelivery } from './recover-delivery.ts';
import { sendDelivery, type Underway } from './send-delivery.ts';
import { limitsOf, type Sending } from './sending.ts';
import { settleDelivery } from './settle-delivery.ts';

export interface Wanting {
  /** What is in hand already, as it was when it was taken. */
  readonly inHand: readonly Delivery[];
  /** As many as there is room for. */
  readonly room: number;
  /** While everything is paused: what is held back. */
  readonly pause: Pause | null;
}

/** What is due on an account now and may go, urgent first, then oldest first; as many as there is room for, if there are. */
export async function dueOn(account: string, wanting: Wanting, sending: Sending): Promise<readonly Delivery[]> {
  const { db, clock } = sending;
  const due = { lane: account, dueAt: { $lte: clock.now() }, ...notHeld(wanting.pause) };
  const inHand = new Set(wanting.inHand.map(({ _id }) => _id));
  // A new post could hide one in doubt: only what is no new post may go meanwhile.
  const inDoubt = await isInDoubt(account, wanting.inHand, sending);
  const still = inDoubt ? { $nor: [{ state: 'waiting', 'order.action': 'publish' }] } : {};
  const limit = wanting.room + inHand.size;
  const rows = await db
    .collection<Delivery>(DELIVERIES)
    .find({ ...due, ...still }, { sort: { urgent: -1, dueAt: 1 }, limit })
    .toArray();
  return rows.filter(({ _id }) => !inHand.has(_id));
}

/**
 * Whether a new post could push a lost one out of what find() can see: something is being settled, or was begun by a
 * process other than this one and may be lost with it.
 */
export async function isInDoubt(account: string, inHand: readonly Delivery[], sending: Sending): Promise<boolean> {
  const readBack = limitsOf(account, sending.channels)?.readBack ?? null;
  if (readBack === null) return false;
  // Only a lost publication can sink: a reply or a withdrawal in doubt hides behind nothing new.
  const doubtful = { account, state: { $in: ['sending', 'settling'] }, 'order.action': 'publish' };
  const limit = inHand.length + 1;
  const rows = await sending.db
    .collection<Delivery>(DELIVERIES)
    .find(doubtful, { limit, projection: { state: 1 } })
    .toArray();
  const ours = new Set(inHand.flatMap(({ _id, state }) => (state === 'waiting' ? [_id] : [])));
  return rows.some(({ _id, state }) => state === 'settling' || !ours.has(_id));
}

/**
 * When the next delivery of an account is due after `since`, or null. `since` is no later than the look that found nothing
 * more: what comes due between the two would be overslept.
 */
export async function nextDueOn(account: string, since: Date, { db }: Pick<Sending, 'db'>): Promise<Date | null> {
  const firstOf = (urgent: boolean) =>
    db
      .collection<Delivery>(DELIVERIES)
      .findOne({ lane: account, urgent, dueAt: { $gt: since } }, { sort: { dueAt: 1 }, projection: { dueAt: 1 } });
  const next = [await firstOf(true), await firstOf(false)].flatMap((one) => (one ? [one.dueAt] : []));
  return next.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** Does the one thing this delivery needs next. False when another process was faster. */
export async function carryOn(delivery: Delivery, sending: Sending, underway: Underway = {}): Promise<boolean> {
  switch (delivery.state) {
    case 'waiting':
      return await sendDelivery(delivery, sending, underway);
    case 'settling':
      return await settleDelivery(delivery, sending);
    case 'sending':
      await recoverDelivery(delivery, sending);
      return true;
    case 'done':
    case 'stuck':
    case 'cancelled':
      return true;
  }
}
