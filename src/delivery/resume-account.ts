/** Lets go at once what waited for an account to be repaired, and looks at once for what could not be looked for. */
import type { Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';

/** Returns how many deliveries are due now that were to wait longer. The lanes must be nudged. */
export async function resumeAccount(db: Database, account: string, now: Date): Promise<number> {
  const held = { account, state: { $in: ['waiting', 'settling'] }, failure: 'locked-out', dueAt: { $gt: now } };
  const { modifiedCount } = await db.collection<Delivery>(DELIVERIES).updateMany(held, { $set: { dueAt: now } });
  return modifiedCount;
}
