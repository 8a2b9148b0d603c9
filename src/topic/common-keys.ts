/**
 * Which keys nearly every message here has, such as the county's own name: they tell no matter from another. Found from
 * the latest topics instead of a list that somebody would have to keep for each county.
 */
import type { Database } from '../store/collection.ts';
import { type Topic, topicsOf } from './topic.ts';

const SAMPLE = 300;
/** Below this a share says nothing. */
const LEAST = 40;
const SHARE = 0.1;

/** Keys in more than a tenth of the latest topics. */
export async function findCommonKeys(db: Database): Promise<ReadonlySet<string>> {
  const options = { sort: { createdAt: -1 }, limit: SAMPLE, projection: { keys: 1 } } as const;
  const topics = (await topicsOf(db).find({}, options).toArray()) as Pick<Topic, '_id' | 'keys'>[];
  if (topics.length < LEAST) return new Set();
  const counts = new Map<string, number>();
  for (const { keys } of topics) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > topics.length * SHARE).map(([key]) => key));
}
