/**
 * What a source tells of a signal it has shown before: more likes, a higher rank. All else stays as it first came. Only what rises
 * by a tenth or more is written, so that a comment read every few minutes costs a handful of writes in its life; a fall changes nothing
 * that was heard. Topics learn of it by `warmer` (topic/heat-stage.ts).
 */
import type { Database } from '../store/collection.ts';
import { type Signal, signalsOf } from './signal.ts';

export interface SeenAgain {
  /** Id of the signal. */
  readonly signal: string;
  readonly likes?: number;
  /** On a hot list, 1 for the top. */
  readonly rank?: number;
}

/** Notes what has risen; signals not taken, and ranks of entries that belong to no topic, are passed over. Returns how many rose. */
export async function noteSeenAgain(db: Database, seen: readonly SeenAgain[]): Promise<number> {
  const telling = seen.filter(({ likes, rank }) => likes !== undefined || rank !== undefined);
  if (telling.length === 0) return 0;
  const known = await signalsOf(db)
    .find({ _id: { $in: telling.map(({ signal }) => signal) } }, { projection: { likes: 1, rank: 1, topic: 1 } })
    .toArray();
  let noted = 0;
  for (const signal of known) {
    const set = risen(signal, telling.findLast((one) => one.signal === signal._id) ?? { signal: signal._id });
    if (!set) continue;
    // Two processes that read the same at once: the higher one of both stays, and either makes topics look.
    await signalsOf(db).updateOne({ _id: signal._id }, { ...set, $inc: { warmer: 1 } });
    noted++;
  }
  return noted;
}

type Rise = { readonly $max?: { likes: number }; readonly $min?: { rank: number } };

/** Null where nothing rose that matters. */
export function risen(before: Pick<Signal, 'likes' | 'rank' | 'topic'>, { likes = 0, rank }: SeenAgain): Rise | null {
  const was = before.likes ?? 0;
  const isLiked = likes > was && likes - was >= was / 10;
  const isHigher = rank !== undefined && before.topic !== null && rank < (before.rank ?? Number.POSITIVE_INFINITY);
  if (!isLiked && !isHigher) return null;
  return { ...(isLiked && { $max: { likes } }), ...(isHigher && { $min: { rank } }) };
}
