/** What went out, or may have, of something a platform gives few of: unlike calls, what was refused uses nothing up. */
import type { Quota } from '../channel/contract.ts';
import type { Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { windowStart } from './quota.ts';

export async function countUses(db: Database, account: string, quota: Quota, now: Date): Promise<number> {
  const since = windowStart(quota.per, now);
  const mine = { account, 'facts.uses': quota.of ?? '' };
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const out = await deliveries.countDocuments({ ...mine, state: 'done', doneAt: { $gte: since } });
  const open = { $in: ['sending', 'settling'] };
  return out + (await deliveries.countDocuments({ ...mine, state: open, 'latest.at': { $gte: since } }));
}
