/**
 * How many deliveries of an account are out. That number only grows, and by what the index lists under the latest times, so
 * everything is counted once and then only what came since: the millionth post costs the counting no more than the first.
 */
import { after, minutes } from '../clock.ts';
import { DELIVERIES } from '../delivery/delivery.ts';
import type { Database } from '../store/collection.ts';

/** A time is written with the record within moments; what is older than this will not appear any more. */
const SETTLED_MS = minutes(10);

/** A counter for one account; each call counts what is new. */
export function countDone(db: Database, account: string): (now: Date) => Promise<number> {
  const count = (doneAt: object) => db.collection(DELIVERIES).countDocuments({ account, state: 'done', doneAt });
  let base: { readonly until: Date; readonly count: number } | null = null;
  return async (now) => {
    const until = after(now, -SETTLED_MS);
    if (base === null) base = { until, count: await count({ $lte: until }) };
    else if (until > base.until) base = { until, count: base.count + (await count({ $gt: base.until, $lte: until })) };
    return base.count + (await count({ $gt: base.until }));
  };
}
