/**
 * Looks for an answer of ours among the comments we sent (comments/by_me): one that answers the same comment, or stands by
 * itself under the same post, written since the first try. Its words are not compared, since the platform puts a mention in
 * front and rewrites links.
 */
import type { Ref, Sighting } from '../../src/channel/contract.ts';
import { coversAll, type Looking, notBefore, stillSettling, unreadable } from './looking.ts';
import { type PublicRef, readPublicRef, toCommentRef } from './ref.ts';
import { repeatedlyRefused } from './repetition.ts';
import { commentSchema, idOf, readList, type WireComment } from './wire.ts';

const PAGE = 50; // open.weibo.com/wiki/2/comments/by_me

export async function findReply(comment: Ref, looking: Looking): Promise<Sighting> {
  const to = readPublicRef(comment);
  if (to.kind === 'message') return { seen: 'unknown', reason: '私信发出后无法通过接口查到，请到微博上核实' };
  const { account, attempt, trace } = looking;
  const answer = await account.api.look('comments/by_me', { count: String(PAGE) }, attempt);
  const list = readList(answer, 'comments', commentSchema);
  if (!list) throw unreadable();
  const refOf = ({ ref }: WireComment) => toCommentRef({ post: to.post, cid: ref });
  const ours = list.items.findLast(
    (one) => answers(one, to) && one.created_at >= notBefore(looking) && !trace.known.includes(refOf(one)),
  );
  if (ours) return { seen: 'done', ref: refOf(ours), url: null };
  const settling = stillSettling(looking);
  if (settling) return settling;
  if (trace.ticket !== null) return { seen: 'unknown', reason: '微博称已接收，但回复一直没有出现，可能在审核' };
  const refused = repeatedlyRefused(trace);
  if (refused) return refused;
  if (coversAll(list, PAGE, looking)) return { seen: 'absent' };
  return { seen: 'unknown', reason: '之后发出的评论太多，看不到当时的情况' };
}

function answers({ reply_comment, status }: WireComment, to: Exclude<PublicRef, { kind: 'message' }>): boolean {
  const answered = idOf(reply_comment);
  return to.kind === 'comment' ? answered === to.cid : answered === null && idOf(status) === to.post;
}
