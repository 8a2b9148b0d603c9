/** What staff say to each other about a text under review: at a place in it, about one revision, settled or open. */
import { Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { getRelease } from './release.ts';

export interface ReleaseComment extends Row {
  readonly release: string;
  readonly revision: number;
  readonly by: string;
  readonly at: Date;
  readonly text: string;
  /** The words of the text it is about, or ''. */
  readonly quote: string;
  readonly settled: { readonly by: string; readonly at: Date } | null;
}

export const RELEASE_COMMENTS = 'release-comments';

export const commentIndexes: readonly IndexDeclaration[] = [
  { collection: RELEASE_COMMENTS, keys: { release: 1, at: 1 }, serves: 'what was said about this text, oldest first' },
];

function commentsOf(db: Database): Collection<ReleaseComment> {
  return db.collection<ReleaseComment>(RELEASE_COMMENTS);
}

export async function listComments(db: Database, release: string): Promise<readonly ReleaseComment[]> {
  return await commentsOf(db)
    .find({ release }, { sort: { at: 1 } })
    .toArray();
}

export interface CommentInput {
  readonly release: string;
  readonly revision: number;
  readonly text: string;
  readonly quote: string;
}

/** Throws 'no-right', 'not-found'. */
export async function addComment(db: Database, input: CommentInput, by: Person, now: Date): Promise<ReleaseComment> {
  requireRole(by, 'drafter', 'reviewer', 'approver');
  await getRelease(db, input.release);
  const comment = { _id: newId(now), ...input, by: by.id, at: now, settled: null };
  await commentsOf(db).insertOne(comment);
  return comment;
}

/** Settles it, or opens it again. Throws 'no-right', 'not-found'. */
export async function settleComment(
  db: Database,
  { release, id, isSettled }: { readonly release: string; readonly id: string; readonly isSettled: boolean },
  by: Person,
  now: Date,
): Promise<ReleaseComment> {
  requireRole(by, 'drafter', 'reviewer', 'approver');
  const settled = isSettled ? { by: by.id, at: now } : null;
  const after = await commentsOf(db).findOneAndUpdate(
    { _id: id, release },
    { $set: { settled } },
    { returnDocument: 'after' },
  );
  if (!after) throw new Problem('not-found', '没有这条意见。请刷新后再看。');
  return after;
}
