/** Deletes a published article. Readers then see that its publisher deleted it; the platform offers no way back. */
import { z } from 'zod';
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Door } from './door.ts';
import { toNumber } from './fields.ts';
import { findByHand } from './find-by-hand.ts';
import { findWithdrawn } from './find-withdrawn.ts';
import { massIdOf } from './mass-job.ts';
import { isByHand, readPostRef } from './ref.ts';

/** Already gone counts as done. Throws ChannelFailure. */
export async function withdraw(door: Door, post: Ref, attempt: Attempt): Promise<Receipt> {
  const { articleId, index } = readPostRef(post);
  const msgId = massIdOf(articleId);
  if (msgId !== null) return await recall(door, { post, msgId, index }, attempt);
  const known = isByHand(articleId) ? await findByHand(door, articleId, attempt) : articleId;
  if (known === null) throw new ChannelFailure('refused', BY_HAND);
  const body = { article_id: known, index: index + 1 }; // from 1 here; 0 would delete articles published with it
  try {
    await door.weixin.call({ path: '/cgi-bin/freepublish/delete', body, answer: z.unknown() }, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.code !== '53600') throw error;
    // "No such article": nobody is told that it is gone while anybody can still read it.
    const { seen } = await findWithdrawn(door, post, attempt);
    if (seen !== 'done') throw stillThere();
  }
  return { state: 'done', ref: post, url: null };
}

const BY_HAND =
  '这篇文章是在公众平台手工发布的，接口不能删除。请登录 mp.weixin.qq.com，在“发表记录”中删除，再在这里确认';

interface SentArticle {
  readonly post: Ref;
  readonly msgId: string;
  readonly index: number;
}

/** The content goes; the card stays in followers' message lists. 0 would take all articles sent together. */
async function recall(door: Door, { post, msgId, index }: SentArticle, attempt: Attempt): Promise<Receipt> {
  const body = { msg_id: toNumber(msgId), article_idx: index + 1 };
  try {
    await door.weixin.call({ path: '/cgi-bin/message/mass/delete', body, answer: z.unknown() }, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.code !== '40059') throw error;
    const { seen } = await findWithdrawn(door, post, attempt);
    if (seen !== 'done') throw stillThere();
  }
  return { state: 'done', ref: post, url: null };
}

function stillThere(): ChannelFailure {
  return new ChannelFailure('uncertain', '平台答复没有这篇文章，但仍能查到，先核查', { code: '53600' });
}
