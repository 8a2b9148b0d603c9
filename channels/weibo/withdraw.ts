/** Deletes a post of ours; one that is gone already counts as done. What became of a lost one: find-withdrawal.ts. */
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { WeiboAccount } from './account.ts';
import { GONE } from './errors.ts';
import { stands } from './find-withdrawal.ts';
import { idOf } from './wire.ts';

export async function withdraw(post: Ref, attempt: Attempt, account: WeiboAccount): Promise<Receipt> {
  if (!/^\d+$/.test(post)) throw new ChannelFailure('refused', '微博编号不正确，请人工删除该微博');
  try {
    const deleted = idOf(await account.api.change('statuses/destroy', { id: post }, attempt));
    if (deleted !== post) throw new ChannelFailure('uncertain', '微博的应答里没有被删微博的编号，结果不明，先核查');
  } catch (error) {
    if (!(error instanceof ChannelFailure && error.code === GONE)) throw error;
    // "No such post": nobody is told that it is gone while anybody can still read it.
    if (await stands(post, account, attempt)) throw stillThere();
  }
  return { state: 'done', ref: post, url: null };
}

function stillThere(): ChannelFailure {
  return new ChannelFailure('uncertain', `微博答复没有这条微博（${GONE}），但仍能查到，先核查`, { code: GONE });
}
