/**
 * The order as the channel gets it, once what it follows is known: which post a revision or a withdrawal means. Returns
 * null when there is nothing to do, or not yet.
 */
import type { Order } from '../channel/contract.ts';
import { cancelDelivery } from './cancel-delivery.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Sending } from './sending.ts';

export async function toOrder(delivery: Delivery, { db, clock }: Pick<Sending, 'db' | 'clock'>): Promise<Order | null> {
  const { order } = delivery;
  if (order.action === 'publish' || order.action === 'reply') return order;
  const post = await db.collection<Delivery>(DELIVERIES).findOne({ _id: order.of });
  const ref = post?.state === 'done' ? post.ref : null;
  // Still under way, so nobody knows yet whether there is a post to change: this waits for it in any case (`after`).
  if (!ref && post && post.state !== 'cancelled') return null;
  if (order.action === 'revise') {
    // The publication it was to revise never got out: the revision is the first publication.
    return ref ? { action: 'revise', post: ref, piece: order.piece } : { action: 'publish', piece: order.piece };
  }
  if (ref) return { action: 'withdraw', post: ref, reason: order.reason };
  await cancelDelivery(db, delivery, { reason: '原稿没有发出，无需撤回', by: 'system', now: clock.now() });
  return null;
}
