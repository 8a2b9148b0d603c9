/** Which deliveries a withdrawal needs: one for every post that is, or may be, out. Pure. */
import type { Delivery } from '../delivery/delivery.ts';
import type { Withdrawal } from '../release/release.ts';
import { livePosts, type PlannedDelivery, withdrawalOf } from './plan-publication.ts';

export function planWithdrawal({ reason }: Withdrawal, existing: readonly Delivery[]): readonly PlannedDelivery[] {
  const accounts = [...new Set(existing.map(({ account }) => account))];
  const posts = accounts.flatMap((account) => livePosts(existing, account));
  return posts.map((post) => withdrawalOf(post, { reason, existing }));
}
