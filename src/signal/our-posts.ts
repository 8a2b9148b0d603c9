/** Which posts of ours a comment may stand under, and which release each of them published. */

import type { Ref } from '../channel/contract.ts';
import { after, days } from '../clock.ts';
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import type { Database } from '../store/collection.ts';

/** Comments under older posts are rare, and every post asked about costs a call of the platform's quota. */
const LOOK_BACK_MS = days(30);
const MOST_POSTS = 50;

/** Post → release, newest first. */
export async function findOurPosts(db: Database, account: string, now: Date): Promise<ReadonlyMap<Ref, string | null>> {
  const done = { account, state: 'done', doneAt: { $gte: after(now, -LOOK_BACK_MS) } };
  const options = { sort: { doneAt: -1 }, limit: MOST_POSTS } as const;
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const posts = await deliveries.find({ ...done, 'order.action': 'publish' }, options).toArray();
  // Asking about what is gone is refused, again and again, and counts against the quota all the same.
  const ids = posts.map(({ _id }) => _id);
  const releases = [...new Set(posts.flatMap(({ facts }) => toRelease(facts.release) ?? []))];
  // By release, for which there is an index: among all that was done here it would be looked for in thousands.
  const withdrawals = await deliveries
    .find({ 'facts.release': { $in: releases }, 'order.action': 'withdraw', 'order.of': { $in: ids } })
    .toArray();
  const gone = new Set(
    withdrawals.map(({ state, order }) => (state === 'done' && order.action === 'withdraw' ? order.of : '')),
  );
  const standing = posts.filter(({ _id }) => !gone.has(_id));
  return new Map(standing.flatMap(({ ref, facts }) => (ref ? [[ref, toRelease(facts.release)] as const] : [])));
}

function toRelease(fact: unknown): string | null {
  return typeof fact === 'string' ? fact : null;
}
