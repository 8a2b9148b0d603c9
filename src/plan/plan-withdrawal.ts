/** Which deliveries a withdrawal needs: one for every post that is, or may be, out. Pure. */
import type { Delivery } from '../delivery/delivery.ts';
import type { Release, Withdrawal } from '../release/release.ts';
import { livePosts, type PlannedDelivery, withdrawalOf } from './plan-publication.ts';

export function planWithdrawal(
  _release: Release,
  withdrawal: Withdrawal,
  existing: readonly Delivery[],
): readonly PlannedDelivery[] {
  const accounts = [...new Set(existing.map(({ account }) => account))];
  return accounts.flatMap((account) =>
    livePosts(existing, account).map((post) => withdrawalOf(post, withdrawal.reason, revisionsOf(post, existing))),
  );
}

/** A revision on its way goes first: withdrawn means that nothing comes after it. */
function revisionsOf(post: Delivery, existing: readonly Delivery[]): readonly string[] {
  return existing.filter(({ order }) => order.action === 'revise' && order.of === post._id).map(({ _id }) => _id);
}
