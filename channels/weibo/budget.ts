/**
 * The day's calls of an account, shared out: 100 a day for everything together (open.weibo.com/wiki/Rate-limiting). Reading
 * is spread over the day and leaves what posting may still need; posting leaves a few to look for a lost post. Pure;
 * kept in keep-budget.ts.
 *
 *   look      to the last call: what became of a post must be known
 *   post      posting, deleting, answering: all but LOOKS_KEPT
 *   comments  four of five reading calls, evenly over the day, two at once after midnight
 *   mentions  the fifth one
 *   backlog   where one page of either does not reach, and how posts are counted: what posting has not needed by this time of
 *             the day
 */
import { days, startOfDay, toDay } from '../../src/clock.ts';
import type { Settings } from './settings.ts';

export type Reading = 'comments' | 'mentions' | 'backlog';
export type Purpose = 'look' | 'post' | Reading;

/** One of so many calls is for looking only. */
const LOOKS_KEPT = 20;
const FOR_COMMENTS = 0.8;
/** Part of what is kept for posting that stays kept to the end of the day. */
const KEPT_TO_THE_END = 0.25;

export type Budget = Pick<Settings, 'CALLS_PER_DAY' | 'CALLS_KEPT_FOR_POSTING'>;

export interface Ceiling {
  /** Most calls of the day for everything together at which this purpose may take one more. */
  readonly all: number;
  /** Most calls of its own; null for a purpose that has no share of its own. */
  readonly own: number | null;
}

export function ceilingOf(purpose: Purpose, now: Date, budget: Budget): Ceiling {
  const { CALLS_PER_DAY: most, CALLS_KEPT_FOR_POSTING: kept } = budget;
  const passed = partOfDay(now);
  switch (purpose) {
    case 'look':
      return { all: most, own: null };
    case 'post':
      return { all: most - Math.floor(most / LOOKS_KEPT), own: null };
    case 'comments':
    case 'mentions':
    case 'backlog':
      return {
        all: Math.floor(most - kept * Math.max(KEPT_TO_THE_END, 1 - passed)),
        own: ownOf(purpose, passed, budget),
      };
  }
}

/** What a reading may have used of its share when this part of the day has passed. */
function ownOf(reading: Reading, passed: number, budget: Budget): number {
  const share = shareOf(reading, budget);
  const atOnce = { comments: 2, mentions: 1, backlog: 0 }[reading];
  return Math.min(share, atOnce + Math.floor(share * passed));
}

/** How many calls of a day are for this reading. */
export function shareOf(reading: Reading, { CALLS_PER_DAY, CALLS_KEPT_FOR_POSTING: kept }: Budget): number {
  const comments = Math.ceil((CALLS_PER_DAY - kept) * FOR_COMMENTS);
  switch (reading) {
    case 'comments':
      return comments;
    case 'mentions':
      return CALLS_PER_DAY - kept - comments;
    case 'backlog':
      return Math.floor(kept * (1 - KEPT_TO_THE_END));
  }
}

/** When the day ends, in Beijing, and with it its count. */
export function endOfDay(now: Date): Date {
  return new Date(startOfDay(toDay(now)).getTime() + days(1));
}

function partOfDay(now: Date): number {
  return (now.getTime() - startOfDay(toDay(now)).getTime()) / days(1);
}
