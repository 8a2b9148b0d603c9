/**
 * The order as the channel gets it, once what it follows is known: which post a revision or a withdrawal means. Returns
 * null when there is nothing to do, or not yet.
 */
import type { Order, Piece } from '../channel/contract.ts';
import type { Database } from '../store/collection.ts';
import { cancelDelivery } from './cancel-delivery.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { letGo } from './let-follow.ts';
import { pieceOf } from './piece.ts';
import type { Sending } from './sending.ts';

/** `known` is what the delivery carries, when it was read already. */
export async function toOrder(
  delivery: Delivery,
  { db, clock }: Pick<Sending, 'db' | 'clock'>,
  known?: Piece,
): Promise<Order | null> {
  const { order } = delivery;
  if (order.action === 'reply' || order.action === 'report') return order;
  if (order.action === 'publish') return { action: 'publish', piece: known ?? (await pieceOf(db, delivery)) };
  const post = await db.collection<Delivery>(DELIVERIES).findOne({ _id: order.of });
  const ref = post?.state === 'done' ? post.ref : null;
  if (!ref && post && !(await isOffForGood(post, { db, clock }))) {
    await waitAgain(delivery, db);
    return null;
  }
  if (order.action === 'revise') {
    // The publication it was to revise never got out: the revision is the first publication.
    const piece = known ?? (await pieceOf(db, delivery));
    return ref ? { action: 'revise', post: ref, piece } : { action: 'publish', piece };
  }
  const needless = ref ? await whyItStays(order.replacedBy, db) : '原稿没有发出，无需撤回';
  if (ref && !needless) return { action: 'withdraw', post: ref, reason: order.reason };
  await cancelDelivery(db, delivery, { reason: needless ?? '', by: 'system', now: clock.now() });
  return null;
}

/** The correction that was to take its place was given up: taking the old post down would leave nothing. */
async function whyItStays(replacedBy: string | null, db: Database): Promise<string | null> {
  const fresh = replacedBy ? await db.collection<Delivery>(DELIVERIES).findOne({ _id: replacedBy }) : null;
  return fresh?.state === 'cancelled' ? '更正没有发出，保留原文' : null;
}

/**
 * A refused post never got out, and what changes it takes its place: it is cancelled, so that nobody sends it again beside
 * that. Anything else that is open may still get out.
 */
async function isOffForGood(post: Delivery, { db, clock }: Pick<Sending, 'db' | 'clock'>): Promise<boolean> {
  if (post.state === 'cancelled') return true;
  if (post.state !== 'stuck' || post.failure !== 'refused') return false;
  const reason = '平台拒绝后，已由后来的更正或撤回取代';
  return await cancelDelivery(db, post, { reason, by: 'system', now: clock.now() });
}

/** A person sent the post again after this was let go. Out of its lane until that is over, or the lane would spin on it. */
async function waitAgain(delivery: Delivery, db: Database): Promise<void> {
  const { _id, tries } = delivery;
  const deliveries = db.collection<Delivery>(DELIVERIES);
  await deliveries.updateOne({ _id, state: 'waiting', tries }, { $set: { lane: null } });
  // It may have ended between the look and this write.
  await letGo(db, [delivery]);
}
