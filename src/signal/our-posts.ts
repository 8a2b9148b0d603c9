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
  const recent = { account, state: 'done', doneAt: { $gte: after(now, -LOOK_BACK_MS) }, 'order.action': 'publish' };
  const options = { sort: { doneAt: -1 }, limit: MOST_POSTS } as const;
  const deliveries = await db.collection<Delivery>(DELIVERIES).find(recent, options).toArray();
  return new Map(deliveries.flatMap(({ ref, facts }) => (ref ? [[ref, toRelease(facts.release)] as const] : [])));
}

function toRelease(fact: unknown): string | null {
  return typeof fact === 'string' ? fact : null;
}
