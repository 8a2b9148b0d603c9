/** How what was measured stands against its limit: pure. */
import type { Limit } from './inspection-config.ts';
import { daysBetween, limitDay } from './limit-day.ts';

/** fails: beyond the limit; soon: within the days of warning; unknown: nothing is known of it here; by-hand: not measured. */
export type Standing = 'fails' | 'soon' | 'ok' | 'unknown' | 'by-hand';

/** One column, account, page or matter that an indicator is about. */
export interface Subject {
  readonly id: string;
  readonly title: string;
  /** Where to look at it, or what to do about it. */
  readonly href: string;
  readonly standing: Standing;
  /** Last Beijing day on which it was done; null for never, and where that is not the question. */
  readonly lastOn: string | null;
  /** Whole days since then; null where there is no such day. */
  readonly age: number | null;
  /** Days left until the limit is passed; below 0 when it is. Null where no day passes. */
  readonly daysLeft: number | null;
  /** One sentence, Chinese. */
  readonly says: string;
}

export interface Named {
  readonly id: string;
  readonly title: string;
  readonly href: string;
}

/** Something that must be done again and again, by when it was done last. */
export function judgeAge(
  named: Named,
  lastOn: string,
  { limit, today, warnDays }: { readonly limit: Limit; readonly today: string; readonly warnDays: number },
): Subject {
  const daysLeft = daysBetween(today, limitDay(lastOn, limit));
  const standing = standingOf(daysLeft, warnDays);
  const age = daysBetween(lastOn, today);
  const says = `${named.title}${agoWords(age)}，${leftWords(daysLeft, limitWords(limit))}`;
  return { ...named, standing, lastOn, age, daysLeft, says };
}

export function standingOf(daysLeft: number, warnDays: number): Standing {
  if (daysLeft < 0) return 'fails';
  return daysLeft <= warnDays ? 'soon' : 'ok';
}

export function limitWords({ amount, unit }: Limit): string {
  return `${amount} ${unit === 'days' ? '天' : '个月'}`;
}

function agoWords(age: number): string {
  return age === 0 ? '今天有更新' : `已 ${age} 天没有更新`;
}

function leftWords(daysLeft: number, limit: string): string {
  if (daysLeft < 0) return `超过 ${limit}的限度 ${-daysLeft} 天`;
  return daysLeft === 0 ? `今天不更新即超过 ${limit}` : `还有 ${daysLeft} 天到 ${limit}的限度`;
}
