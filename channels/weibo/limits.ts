/**
 * What the platform takes. There is no revise(): the platform lets an ordinary app edit nothing, and deleting a post takes
 * the public's comments and our answers with it, so a correction follows as a post of its own ('follow-up').
 */
import type { Limits } from '../../src/channel/contract.ts';
import { hours } from '../../src/clock.ts';
import { countText, LONGEST } from './count-text.ts';
import type { Settings } from './settings.ts';

/** JPEG, GIF, PNG below 5 MB (open.weibo.com/wiki/2/statuses/share). */
export const PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/gif', 'image/png'];
export const PICTURE_BYTES = 5_000_000;

/** Active replies: as many as one likes within 48 h of a message (Send_Customer_Service_Message). */
export const MESSAGE_WINDOW_MS = hours(48);

/**
 * Posts an hour as open.weibo.com/wiki/Rate-limiting has them; they differ by contract, hence the setting. The day's calls are
 * for everything together, looks and pulls included, and are kept where the calls are made (budget.ts).
 */
export function limitsOf({ POSTS_PER_HOUR }: Pick<Settings, 'POSTS_PER_HOUR'>): Limits {
  return {
    countText,
    title: null,
    reply: LONGEST,
    repliesPerComment: null,
    afterMessage: { ms: MESSAGE_WINDOW_MS, count: null },
    quotas: POSTS_PER_HOUR > 0 ? [{ action: 'publish', count: POSTS_PER_HOUR, per: 'hour' }] : [],
    atOnce: 2,
    readBack: 5, // open.weibo.com/wiki/2/statuses/user_timeline: own posts, the newest 5
    correction: 'follow-up',
  };
}
