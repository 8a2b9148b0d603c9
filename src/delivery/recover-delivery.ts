/**
 * A delivery that is still `sending` past its lease: the process died, or froze. If its try wrote down how it ended, that
 * is carried over; otherwise the answer is lost and must be looked for.
 */
import type { Delivery } from './delivery.ts';
import { DELIVERIES } from './delivery.ts';
import type { Outcome } from './outcome.ts';
import { recordOutcome } from './record-outcome.ts';
import type { Sending } from './sending.ts';
import { triesOf, tryId } from './try.ts';

/** Moves a delivery out of `sending` when its lease has run out. */
export async function recoverDelivery(delivery: Delivery, sending: Sending): Promise<void> {
  const { db, clock } = sending;
  const now = clock.now();
  const tried = await triesOf(db).findOne({ _id: tryId(delivery._id, delivery.tries) });
  if (tried && !tried.outcome && tried.leaseUntil > now) {
    // A finished step has renewed the lease since it was claimed.
    const { _id, tries } = delivery;
    const still = { _id, state: 'sending', tries };
    await db.collection<Delivery>(DELIVERIES).updateOne(still, { $set: { dueAt: tried.leaseUntil } });
    return;
  }
  const lost: Outcome = {
    state: 'settling',
    ticket: null,
    dueAt: now,
    reason: '发送中断，结果不明，先核查',
    failure: 'uncertain',
  };
  await recordOutcome(sending, delivery, tried?.outcome ?? lost, 'system');
}
