/**
 * What went out, or may have, of something a platform gives few of: unlike calls, what was refused uses nothing up. Two that
 * look at the same moment may both go: the platform refuses one, and then it waits as long.
 */
import type { Quota } from '../channel/contract.ts';
import type { Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { type Used, windowStart } from './quota.ts';

/** Of the quotas this delivery falls under by what it uses, how much is used. */
export async function countUses(
  db: Database,
  { account, facts }: Pick<Delivery, 'account' | 'facts'>,
  quotas: readonly Quota[],
  now: Date,
): Promise<readonly Used[]> {
  const mine = quotas.filter(({ of }) => of !== undefined && of === facts.uses);
  return await Promise.all(mine.map(async (quota) => ({ quota, count: await countUsed(db, account, quota, now) })));
}

/** How much of it is used in the window around `now`. */
export async function countUsed(
  db: Database,
  account: string,
  { of = '', per }: Pick<Quota, 'of' | 'per'>,
  now: Date,
): Promise<number> {
  const since = windowStart(per, now);
  const mine = { account, 'facts.uses': of };
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const out = await deliveries.countDocuments({ ...mine, state: 'done', doneAt: { $gte: since } });
  const open = { $in: ['sending', 'settling'] };
  return out + (await deliveries.countDocuments({ ...mine, state: open, 'latest.at': { $gte: since } }));
}
