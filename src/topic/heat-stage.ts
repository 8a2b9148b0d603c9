/** The stage that takes the temperature of topics in which something new was said, and raises an alert where it jumps. */
import { hotReadingsOf } from '../signal/hot-reading.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { noticeBurst } from './heat-alert.ts';
import { burstOf, heatKeyOf, type Voice } from './heat-rule.ts';
import { type Topic, topicsOf } from './topic.ts';
import { familyOf } from './topic-family.ts';

const BATCH = 200;
/** The latest; what was said before these has cooled. */
const MOST_VOICES = 2_000;

/** Returns how many topics it looked at. */
export async function takeHeat(db: Database, now: Date): Promise<number> {
  const warmed = await topicsOf(db)
    .find({ warmed: { $gt: 0 } }, { limit: BATCH })
    .toArray();
  for (const topic of warmed) await measure(db, topic, now);
  return warmed.length;
}

async function measure(db: Database, { _id, warmed, state }: Topic, now: Date): Promise<void> {
  const voices = await voicesIn(db, _id);
  const set = voices.length > 0 ? { heatKey: heatKeyOf(voices), warmed: 0 } : { warmed: 0 };
  const burst = voices.length > 0 && state !== 'merged' ? burstOf(voices) : null;
  if (burst) await noticeBurst(db, _id, burst, now);
  // Whoever warms it meanwhile wants it measured once more.
  await topicsOf(db).updateOne({ _id, warmed: warmed ?? null }, { $set: set });
}

/** The latest signals of a topic and of what was merged into it, as far as heat goes. */
export async function voicesIn(db: Database, topic: string): Promise<readonly Voice[]> {
  const family = { topic: { $in: await familyOf(db, topic) } };
  const signals = await signalsOf(db)
    .find(family, { sort: { writtenAt: -1 }, limit: MOST_VOICES })
    .toArray();
  return await Promise.all(
    signals.map(async (signal) => ({
      writtenAt: signal.writtenAt,
      account: signal.account,
      likes: likesOf(signal),
      rank: signal.kind === 'hot' ? await bestRank(db, signal._id) : null,
    })),
  );
}

/** As the source told them. */
function likesOf({ raw }: Signal): number {
  const told = Number(raw?.likes ?? raw?.like_count ?? 0);
  return Number.isFinite(told) && told > 0 ? told : 0;
}

async function bestRank(db: Database, signal: string): Promise<number | null> {
  const readings = await hotReadingsOf(db)
    .find({ 'entries.signal': signal }, { sort: { at: -1 }, limit: 50 })
    .toArray();
  const ranks = readings.flatMap(({ entries }) =>
    entries.filter((one) => one.signal === signal).flatMap(({ rank }) => rank ?? []),
  );
  return ranks.length > 0 ? Math.min(...ranks) : null;
}
