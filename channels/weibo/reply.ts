/**
 * Answers a comment under our post. The platform puts “回复@name:” in front (without_mention 0), so that readers of a flat
 * list see who is meant. What became of a lost answer: find-reply.ts.
 */
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { showsFrom, type WeiboAccount } from './account.ts';
import { readCommentRef, toCommentRef } from './comment-ref.ts';
import { countText, LONGEST } from './count-text.ts';
import { SLOW } from './errors.ts';
import { slowOr } from './publish.ts';
import { notingRepetition } from './repetition.ts';
import { idSchema } from './wire.ts';

export interface Answering {
  readonly comment: Ref;
  readonly text: string;
}

export async function reply({ comment, text }: Answering, attempt: Attempt, account: WeiboAccount): Promise<Receipt> {
  const { post, cid } = readCommentRef(comment);
  const length = countText(text);
  if (length > LONGEST) throw new ChannelFailure('refused', `回复共 ${length} 字，微博最多 ${LONGEST} 字，请缩短`);
  const fields = { cid, id: post, comment: text, without_mention: '0', comment_ori: '0' };
  const rip = account.settings.OPERATOR_IP;
  const call = account.api.change('comments/reply', { ...fields, rip }, attempt);
  const answer = await slowOr(notingRepetition(call, attempt));
  if (answer === SLOW) return { state: 'accepted', ticket: attempt.key, lookAt: showsFrom(attempt.now, account) };
  const own = idSchema.safeParse(answer).data;
  if (!own) throw new ChannelFailure('uncertain', '微博的应答里没有评论编号，结果不明，先核查');
  return { state: 'done', ref: toCommentRef({ post, cid: own }), url: null };
}
