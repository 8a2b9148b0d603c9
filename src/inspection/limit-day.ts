/** Until when something may stand still: pure, in Beijing days. */
import { after, days, startOfDay, toDay } from '../clock.ts';
import type { Limit } from './inspection-config.ts';

/** The last day on which something last done on `day` is still within the limit. */
export function limitDay(day: string, { amount, unit }: Limit): string {
  return unit === 'days' ? toDay(after(startOfDay(day), days(amount))) : monthsAfter(day, amount);
}

/** The same day some months later; the last of that month where it is shorter. Below 0: before. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const [inYear, inMonth] = [Math.floor(count / 12), (count % 12) + 1];
  const last = new Date(Date.UTC(inYear, inMonth, 0)).getUTCDate();
  return `${inYear}-${two(inMonth)}-${two(Math.min(date, last))}`;
}

/** Whole days from one day to another; below 0 when that is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / days(1));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
