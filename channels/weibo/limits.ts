/**
 * What the platform takes. There is no revise(): the platform lets an ordinary app edit nothing, and deleting a post takes
 * the public's comments and our answers with it, so a correction follows as a post of its own ('follow-up').
 */
import type { Limits, Quota } from '../../src/channel/contract.ts';
import { countText, LONGEST } from './count-text.ts';
import type { Settings } from './settings.ts';

/** JPEG, GIF, PNG below 5 MB (open.weibo.com/wiki/2/statuses/share). */
export const PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/gif', 'image/png'];
export const PICTURE_BYTES = 5_000_000;

/**
 * Figures of open.weibo.com/wiki/Rate-limiting differ by contract, hence the settings. The day's figure is for all calls
 * of the account together, looks included; a bound per action keeps us below it only roughly, and the platform's own
 * 'limited' answer has the last word.
 */
export function limitsOf({ POSTS_PER_HOUR, CALLS_PER_DAY }: Settings): Limits {
  const daily = (action: Quota['action']): Quota => ({ action, count: CALLS_PER_DAY, per: 'day' });
  const quotas: Quota[] = [];
  if (POSTS_PER_HOUR > 0) quotas.push({ action: 'publish', count: POSTS_PER_HOUR, per: 'hour' });
  if (CALLS_PER_DAY > 0) quotas.push(daily('publish'), daily('withdraw'), daily('reply'));
  return {
    countText,
    title: null,
    reply: LONGEST,
    repliesPerComment: null,
    quotas,
    atOnce: 2,
    readBack: 5, // open.weibo.com/wiki/2/statuses/user_timeline: own posts, the newest 5
    correction: 'follow-up',
  };
}
