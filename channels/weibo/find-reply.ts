/**
 * Looks for an answer of ours among the comments we sent: one that answers the same comment, written since the first try.
 * Its words are not compared, since the platform puts a mention in front and rewrites links.
 */
import type { Ref, Sighting } from '../../src/channel/contract.ts';
import { readCommentRef, toCommentRef } from './comment-ref.ts';
import { coversAll, type Looking, notBefore, stillSettling, unreadable } from './looking.ts';
import { repeatedlyRefused } from './repetition.ts';
import { commentSchema, idOf, readList } from './wire.ts';

const PAGE = 50; // open.weibo.com/wiki/2/comments/by_me

export async function findReply(comment: Ref, looking: Looking): Promise<Sighting> {
  const { post, cid } = readCommentRef(comment);
  const { account, attempt, trace } = looking;
  const answer = await account.api.look('comments/by_me', { count: String(PAGE) }, attempt);
  const list = readList(answer, 'comments', commentSchema);
  if (!list) throw unreadable();
  const ours = list.items.findLast(
    ({ ref, created_at, reply_comment }) =>
      idOf(reply_comment) === cid &&
      created_at >= notBefore(looking) &&
      !trace.known.includes(toCommentRef({ post, cid: ref })),
  );
  if (ours) return { seen: 'done', ref: toCommentRef({ post, cid: ours.ref }), url: null };
  const settling = stillSettling(looking);
  if (settling) return settling;
  if (trace.ticket !== null) return { seen: 'unknown', reason: '微博称已接收，但回复一直没有出现，可能在审核' };
  const refused = repeatedlyRefused(trace);
  if (refused) return refused;
  if (coversAll(list, PAGE, looking)) return { seen: 'absent' };
  return { seen: 'unknown', reason: '之后发出的评论太多，看不到当时的情况' };
}
