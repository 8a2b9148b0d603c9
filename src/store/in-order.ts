/** Two writes of which the second must never stand without the first. */
import type { Database } from './collection.ts';

/** Makes both, in this order; without waiting in between where the store keeps the order itself. */
export async function inOrder<R>(db: Database, first: () => Promise<unknown>, second: () => Promise<R>): Promise<R> {
  if (db.keepsOrder) return (await Promise.all([first(), second()]))[1];
  await first();
  return await second();
}
