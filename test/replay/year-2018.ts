/**
 * The county's year as its report tells it (../shared/data/luodian-2018-report.txt, signed 2019-03-31): what must come out. How it
 * is spread over the year, and what the texts say, is made up; the report only gives sums.
 */

import { type Calendar, isWorkingDay } from '../../src/calendar/working-days.ts';
import { after, days, startOfDay, toDay } from '../../src/clock.ts';

export const REPORTED = {
  /** 主动公开政府信息 8,269 条, all of them on the site. */
  items: 8269,
  weibo: 193,
  wechat: 1813,
  /** By column: 新闻发布, 在线访谈, 解读. */
  press: 5,
  interviews: 20,
  interpretations: 3,
  /** 回应公众关注热点或重大舆情 1,077 次: strict, each topic once. */
  topics: 1077,
  casesReceived: 2670,
  casesClosed: 2523,
  requestsOnline: 6,
  requestsByLetter: 6,
  proposals: 93,
  suggestions: 55,
  trainings: 3,
  trained: 253,
} as const;

export type Reported = Readonly<Record<keyof typeof REPORTED, number>>;

/** Topics answered a second time, so that the gross figure is not the strict one; ours. */
export const ANSWERED_TWICE = 60;
/** Of the topics: comments under our Weibo posts, answered where they stand; ours. */
export const ON_WEIBO = 40;

export function workingDaysOf2018(calendar: Calendar): readonly string[] {
  const all = Array.from({ length: 365 }, (_, n) => toDay(after(startOfDay('2018-01-01'), days(n))));
  return all.filter((day) => isWorkingDay(day, calendar));
}

/** How many of `count` fall on the nth of `slots`, as evenly as whole numbers go; all of them add up to `count`. */
export function shareOf(count: number, nth: number, slots: number): number {
  return Math.floor(((nth + 1) * count) / slots) - Math.floor((nth * count) / slots);
}

/** A share of everything, at least one of each: for a quick look. */
export function scaled(reported: typeof REPORTED, share: number): Reported {
  const entries = Object.entries(reported).map(([name, count]) => [name, Math.max(1, Math.round(count * share))]);
  return Object.fromEntries(entries);
}
