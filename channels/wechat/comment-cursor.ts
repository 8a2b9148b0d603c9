/**
 * Which comments were given already. The platform's list has no order to stop at, and a comment may show late, so the
 * cursor remembers, per article, the marks of the comments of its last seven days.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Comment } from '../../src/channel/contract.ts';
import { days } from '../../src/clock.ts';

const MARK = 6; // base64url characters, 36 bits: among 5,000 comments a new one passes for an old one once in ten million
const REMEMBERED = days(7);

const cursorSchema = z.object({
  /** The article that was read last, when others are left. */
  after: z.string().nullable(),
  /** By article: the newest comment's time, the marks of those given since seven days before it, when it was read. */
  given: z.record(z.string(), z.object({ newest: z.number(), marks: z.string(), readAt: z.number().default(0) })),
  /** msg_data_id of articles whose ref lacks it, '' while nobody tells; and the day it was last asked for. */
  places: z.record(z.string(), z.object({ msgDataId: z.string(), askedOn: z.string() })).default({}),
});

export type CommentCursor = z.output<typeof cursorSchema>;

/** An unreadable cursor is a first look: everything is given again, which the caller sorts out by ref. */
export function readCommentCursor(text: string | null): CommentCursor {
  try {
    return cursorSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return { after: null, given: {}, places: {} };
  }
}

export interface Sifted {
  readonly fresh: readonly Comment[];
  /** What to remember of this article. */
  readonly given: Given;
}

export type Given = CommentCursor['given'][string];

/** The comments of one article, as it was read just now, that were not given before. */
export function siftComments(comments: readonly Comment[], before: Given | undefined, now: Date): Sifted {
  const newest = comments.reduce((latest, { writtenAt }) => Math.max(latest, writtenAt.getTime()), before?.newest ?? 0);
  const known = new Set(before?.marks.match(new RegExp(`.{${MARK}}`, 'g')) ?? []);
  const since = (before?.newest ?? 0) - REMEMBERED; // older ones were given, and their marks are forgotten
  const fresh = comments.filter((one) => one.writtenAt.getTime() >= since && !known.has(markOf(one)));
  const kept = comments.filter(({ writtenAt }) => writtenAt.getTime() >= newest - REMEMBERED);
  return { fresh, given: { newest, marks: kept.map(markOf).join(''), readAt: now.getTime() } };
}

/** Another one once an answer stands under it: then it is given again, and whoever keeps it learns of the answer. */
function markOf({ ref, isAnswered }: Comment): string {
  return createHash('sha1')
    .update(isAnswered ? `${ref}|answered` : ref)
    .digest('base64url')
    .slice(0, MARK);
}
