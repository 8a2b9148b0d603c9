/** A month as weeks from Monday to Sunday, days as 'YYYY-MM-DD' in Beijing. Pure. */
import { toDay } from './words.ts';

const DAY_MS = 86_400_000;

/** Noon of a Beijing day: adding whole days never slips into another. */
function noon(day: string): number {
  return new Date(`${day}T12:00:00+08:00`).getTime();
}

export function addDays(day: string, count: number): string {
  return toDay(new Date(noon(day) + count * DAY_MS));
}

/** 'YYYY-MM' of the month so many months on. */
export function addMonths(month: string, count: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The days shown for a month: from the Monday on or before its first, to the Sunday on or after its last. */
export function daysShown(month: string): readonly string[] {
  const first = `${month}-01`;
  const before = (new Date(noon(first)).getUTCDay() + 6) % 7;
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const count = before + Number(last.slice(8));
  return Array.from({ length: Math.ceil(count / 7) * 7 }, (_, i) => addDays(first, i - before));
}
