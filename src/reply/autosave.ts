/**
 * What somebody is writing and has not handed in: kept for him alone while he types, so that a closed browser loses nothing. No reply yet:
 * nobody else sees it, no limit judges it, no line tells of it. It goes when he hands it in.
 */
import { Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Collection, Database, Row } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { getTopic } from '../topic/topic.ts';

export interface Autosave extends Row {
  /** `<topic>:<person>` */
  readonly _id: string;
  readonly text: string;
  readonly variants: Readonly<Record<string, string>>;
  /** The reply it changes, or null for a new one. */
  readonly reply: string | null;
  /** Rises with each saving: two windows of one person do not overwrite each other unseen. */
  readonly revision: number;
  readonly savedAt: Date;
}

export interface Typed extends Pick<Autosave, 'text' | 'variants' | 'reply'> {
  readonly topic: string;
  /** As last told; 0 for the first saving. */
  readonly revision: number;
}

/** Throws 'no-right', 'not-found', 'stale-revision'. */
export async function autosave(db: Database, typed: Typed, by: Person, now: Date): Promise<Autosave> {
  requireRole(by, 'responder');
  const { topic, revision, ...words } = typed;
  const _id = `${topic}:${by.id}`;
  const next = { _id, ...words, revision: revision + 1, savedAt: now };
  if (revision === 0) {
    await getTopic(db, topic);
    try {
      await autosavesOf(db).insertOne(next);
      return next;
    } catch (error) {
      if (isTaken(error)) throw stale();
      throw error;
    }
  }
  const { _id: _, ...$set } = next;
  const { matchedCount } = await autosavesOf(db).updateOne({ _id, revision }, { $set });
  if (matchedCount === 0) throw stale();
  return next;
}

/** Null when there is none. */
export async function findAutosave(db: Database, topic: string, by: Person): Promise<Autosave | null> {
  return await autosavesOf(db).findOne({ _id: `${topic}:${by.id}` });
}

/** He has handed it in, or does not want it any more. */
export async function dropAutosave(db: Database, topic: string, by: Person): Promise<void> {
  await autosavesOf(db).deleteOne({ _id: `${topic}:${by.id}` });
}

function stale(): Problem {
  const problem = '您在另一个窗口也在写此事项的回应';
  const remedy = '请先读取最近一次自动保存的内容，再决定保留哪一份';
  return new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}

function autosavesOf(db: Database): Collection<Autosave> {
  return db.collection<Autosave>('reply-autosaves');
}
