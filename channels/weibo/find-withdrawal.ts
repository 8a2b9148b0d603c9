/**
 * Looks whether a post is gone. The timeline shows the newest five only, so an old post's absence there proves nothing;
 * statuses/count leaves out the ids that no longer exist (open.weibo.com/wiki/2/statuses/count).
 */
import type { Attempt, Ref, Sighting } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { WeiboAccount } from './account.ts';
import { GONE } from './errors.ts';
import { type Looking, stillSettling, unreadable } from './looking.ts';
import { idOf } from './wire.ts';

export async function findWithdrawal(post: Ref, looking: Looking): Promise<Sighting> {
  if (!(await stands(post, looking.account, looking.attempt))) return { seen: 'done', ref: post, url: null };
  return stillSettling(looking) ?? { seen: 'absent' };
}

/** Whether the public can still read it. Throws ChannelFailure when it could not look. */
export async function stands(post: Ref, account: WeiboAccount, attempt: Attempt): Promise<boolean> {
  try {
    const counts = await account.api.look('statuses/count', { ids: post }, attempt);
    if (!Array.isArray(counts)) throw unreadable();
    return counts.some((count) => idOf(count) === post);
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === GONE) return false;
    throw error;
  }
}
