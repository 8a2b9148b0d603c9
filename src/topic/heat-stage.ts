/**
 * The stage that takes the temperature of topics in which something new was said, or what was said is liked more or ranks higher, and
 * raises an alert where it jumps. Where that is
 * more than was heard before, the class rules are asked again (propose-stage.ts).
 */
import { hotReadingsOf } from '../signal/hot-reading.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Database, Update } from '../store/collection.ts';
import { noticeBurst } from './heat-alert.ts';
import { HEARD_ONCE, heardOf } from './heat-peaks.ts';
import { burstOf, heatKeyOf, type Voice } from './heat-rule.ts';
import { type Topic, topicsOf } from './topic.ts';
import { familyOf, rootsOf } from './topic-family.ts';

const BATCH = 200;
/** The latest; what was said before these has cooled. */
const MOST_VOICES = 2_000;

/** Returns how many topics and signals it looked at. */
export async function takeHeat(db: Database, now: Date): Promise<number> {
  const risen = await warmTopics(db);
  const warmed = await topicsOf(db)
    .find({ warmed: { $gt: 0 } }, { limit: BATCH })
    .toArray();
  for (const topic of warmed) await measure(db, topic, now);
  return risen + warmed.length;
}

/** Topics whose signals have risen: the mark goes last, so that a crash in between only measures once more. */
async function warmTopics(db: Database): Promise<number> {
  const fields = { topic: 1, warmer: 1 } as const;
  const risen = await signalsOf(db)
    .find({ warmer: { $gt: 0 } }, { projection: fields, limit: BATCH })
    .toArray();
  const ids = [...new Set(risen.flatMap(({ topic }) => topic ?? []))];
  const roots = await rootsOf(db, ids);
  for (const id of new Set(ids.map((one) => roots.get(one) ?? one))) {
    await topicsOf(db).updateOne({ _id: id }, { $inc: { warmed: 1 } });
  }
  for (const { _id, warmer } of risen) {
    await signalsOf(db).updateOne({ _id, warmer: warmer ?? 0 }, { $set: { warmer: 0 } });
  }
  return risen.length;
}

async function measure(db: Database, topic: Topic, now: Date): Promise<void> {
  const { _id, warmed, state } = topic;
  const voices = await voicesIn(db, _id);
  const burst = voices.length > 0 && state !== 'merged' ? burstOf(voices) : null;
  if (burst) await noticeBurst(db, _id, burst, now);
  // Whoever warms it meanwhile wants it measured once more.
  await topicsOf(db).updateOne({ _id, warmed: warmed ?? null }, measured(topic, voices));
}

function measured(topic: Topic, voices: readonly Voice[]): Update {
  if (voices.length === 0) return { $set: { warmed: 0 } };
  const set = { heatKey: heatKeyOf(voices), warmed: 0 };
  const heard = heardOf(voices);
  const isSame = JSON.stringify(heard) === JSON.stringify(topic.heard ?? HEARD_ONCE);
  return isSame ? { $set: set } : { $set: { ...set, heard }, $inc: { stirred: 1 } };
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
      likes: signal.likes ?? 0,
      rank: signal.kind === 'hot' ? await bestRank(db, signal) : null,
    })),
  );
}

/** The lists are forgotten after some weeks; what was noted with the entry stays. */
async function bestRank(db: Database, { _id: signal, rank }: Signal): Promise<number | null> {
  const readings = await hotReadingsOf(db)
    .find({ 'entries.signal': signal }, { sort: { at: -1 }, limit: 50 })
    .toArray();
  const told = readings.flatMap(({ entries }) => entries.filter((one) => one.signal === signal));
  const ranks = [{ rank }, ...told].flatMap((one) => one.rank ?? []);
  return ranks.length > 0 ? Math.min(...ranks) : null;
}
