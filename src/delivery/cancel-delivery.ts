/** Takes back an order that has not gone out. One that is being sent, or may be out, is left alone. */
import type { Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery, deliveryLine, inState } from './delivery.ts';
import { letFollow } from './let-follow.ts';

export interface Cancelling {
  readonly reason: string;
  readonly by: string;
  readonly now: Date;
}

/** True when it was cancelled: it waited unsent, or was stuck on a refusal, which proves that nothing is out. */
export async function cancelDelivery(
  db: Database,
  delivery: Delivery,
  { reason, by, now }: Cancelling,
): Promise<boolean> {
  const { _id, state, tries } = delivery;
  const certainlyUnsent = state === 'waiting' || (state === 'stuck' && delivery.failure === 'refused');
  if (!certainlyUnsent) return false;
  const line = deliveryLine(delivery, { what: 'delivery.cancelled', at: now, by, facts: { reason }, nth: tries });
  const { modifiedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne(
      { _id, state, tries },
      { $set: { ...inState(delivery, 'cancelled'), reason }, $push: { unposted: line } },
    );
  if (modifiedCount === 1) await letFollow(db, { ...delivery, state: 'cancelled' });
  return modifiedCount === 1;
}

/**
 * Cancels a publication that is to be sent again although its withdrawal has been ordered: the first try was under way when
 * that was planned, so it could not be cancelled then. True when it must not go.
 */
export async function cancelTakenBack(db: Database, delivery: Delivery, now: Date): Promise<boolean> {
  const { _id, order, tries, facts } = delivery;
  if (order.action !== 'publish' || tries === 0 || typeof facts.release !== 'string') return false;
  const takingBack = { 'facts.release': facts.release, 'order.action': 'withdraw', 'order.of': _id };
  const withdrawal = await db
    .collection<Delivery>(DELIVERIES)
    .findOne({ ...takingBack, state: { $ne: 'cancelled' } }, { projection: { _id: 1 } });
  if (!withdrawal) return false;
  await cancelDelivery(db, delivery, { reason: '已要求撤回，不再发出', by: 'system', now });
  return true;
}
