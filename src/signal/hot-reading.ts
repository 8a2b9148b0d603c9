/**
 * What a hot list said at one time: rank and heat of each entry, so that heat can be followed over time. The entries
 * themselves are signals and stay as they first came. Kept for some weeks (schedules/forget.ts).
 */
import type { HotTopic } from '../channel/hot-topic.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { signalIdOf } from './signal.ts';

export interface ReadEntry {
  /** Id of its signal. */
  readonly signal: string;
  readonly rank: number | null;
  readonly heat: number | null;
  readonly labels: readonly string[];
}

export interface HotReading extends Row {
  /** `<account>@<at>`, at in ISO 8601 UTC. */
  readonly _id: string;
  readonly account: string;
  /** As of when the source told it, else when it was read. */
  readonly at: Date;
  readonly entries: readonly ReadEntry[];
}

export const HOT_READINGS = 'hot-readings';

export function hotReadingsOf(db: Database): Collection<HotReading> {
  return db.collection<HotReading>(HOT_READINGS);
}

export const hotReadingIndexes: readonly IndexDeclaration[] = [
  { collection: HOT_READINGS, keys: { account: 1, at: -1 }, serves: 'the list as it stands' },
  { collection: HOT_READINGS, keys: { 'entries.signal': 1 }, serves: 'the heat of an entry over time' },
  { collection: HOT_READINGS, keys: { at: 1 }, serves: 'which readings are old enough to forget?' },
];

/** Keeps one reading. A list that changed under a time told before is one as of `now`. */
export async function keepReading(
  db: Database,
  { account, topics, at }: { readonly account: string; readonly topics: readonly HotTopic[]; readonly at: Date },
  now: Date,
): Promise<void> {
  const entries = topics.map(({ ref, rank, heat, labels }) => ({
    signal: signalIdOf(account, ref),
    rank,
    heat,
    labels,
  }));
  const asOf = (time: Date): HotReading => ({ _id: `${account}@${time.toISOString()}`, account, at: time, entries });
  const { taken } = await insertNew(hotReadingsOf(db), [asOf(at)]);
  if (taken.length > 0) await insertNew(hotReadingsOf(db), [asOf(now)]);
}

/** The rank of an entry when it was last seen; null where no list gives one, or none is kept any more. */
export async function latestRank(db: Database, signal: string): Promise<number | null> {
  const reading = await hotReadingsOf(db).findOne({ 'entries.signal': signal }, { sort: { at: -1 } });
  return reading?.entries.find((entry) => entry.signal === signal)?.rank ?? null;
}

/** The latest reading of a list, or null. */
export async function latestReading(db: Database, account: string): Promise<HotReading | null> {
  return await hotReadingsOf(db).findOne({ account }, { sort: { at: -1 } });
}
