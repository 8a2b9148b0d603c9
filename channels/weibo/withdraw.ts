/** Deletes a post of ours; one that is gone already counts as done. What became of a lost one: find-withdrawal.ts. */
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { WeiboAccount } from './account.ts';
import { GONE } from './errors.ts';

export async function withdraw(post: Ref, attempt: Attempt, { api }: WeiboAccount): Promise<Receipt> {
  if (!/^\d+$/.test(post)) throw new ChannelFailure('refused', '微博编号不正确，请人工删除该微博');
  try {
    await api.change('statuses/destroy', { id: post }, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure && error.code === GONE)) throw error;
  }
  return { state: 'done', ref: post, url: null };
}
