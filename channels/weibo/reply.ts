/**
 * Answers the public where it wrote: a comment, a post that names us, a private message. Under posts the platform puts
 * “回复@name:” in front (without_mention 0), so that readers of a flat list see who is meant. What became of a lost answer:
 * find-reply.ts.
 */
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { showsFrom, type WeiboAccount } from './account.ts';
import { countText, LONGEST } from './count-text.ts';
import { SLOW } from './errors.ts';
import { slowOr } from './publish.ts';
import { readPublicRef, toCommentRef } from './ref.ts';
import { notingRepetition } from './repetition.ts';
import { sendMessage } from './send-message.ts';
import { idSchema } from './wire.ts';

export interface Answering {
  readonly comment: Ref;
  readonly text: string;
}

export async function reply({ comment, text }: Answering, attempt: Attempt, account: WeiboAccount): Promise<Receipt> {
  const to = readPublicRef(comment);
  const length = countText(text);
  if (length > LONGEST) throw new ChannelFailure('refused', `回复共 ${length} 字，微博最多 ${LONGEST} 字，请缩短`);
  if (to.kind === 'message') return await sendMessage({ to, ref: comment, text }, attempt, account);
  const words = { id: to.post, comment: text, comment_ori: '0', rip: account.settings.OPERATOR_IP };
  const call =
    to.kind === 'comment'
      ? account.api.change('comments/reply', { cid: to.cid, ...words, without_mention: '0' }, attempt)
      : account.api.change('comments/create', words, attempt);
  const answer = await slowOr(notingRepetition(call, attempt));
  if (answer === SLOW) return { state: 'accepted', ticket: attempt.key, lookAt: showsFrom(attempt.now, account) };
  const own = idSchema.safeParse(answer).data;
  if (!own) throw new ChannelFailure('uncertain', '微博的应答里没有评论编号，结果不明，先核查');
  return { state: 'done', ref: toCommentRef({ post: to.post, cid: own }), url: null };
}
