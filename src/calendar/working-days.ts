/**
 * Working days: pure. A working day is Monday to Friday that is no public holiday, or a weekend day the State Council made
 * up for one. The yearly notices are data (config/calendar/YYYY.json, read by read-calendar.ts).
 *
 * A period in working days leaves out the day it starts on and ends when its last day ends: 民法典 articles 201 and 203.
 */
import { after, days, startOfDay, toDay } from '../clock.ts';

/** One year's public holidays and made-up working days, each 'YYYY-MM-DD' in Asia/Shanghai. */
export interface CalendarYear {
  readonly year: number;
  /** The notice it is taken from, with its document number. */
  readonly source: string;
  readonly holidays: ReadonlySet<string>;
  readonly workdays: ReadonlySet<string>;
  /** Only the days the law itself fixes: the yearly notice, which adds days off and makes weekends up, is still to come. */
  readonly provisional?: boolean;
}

/** By year. For a year that is missing only weekends are known to be free, and every count over it says so. */
export type Calendar = ReadonlyMap<number, CalendarYear>;

/** The end of a period in working days, and what a person needs to check it by hand. */
export interface WorkingDayCount {
  /** The last instant of the last day, 23:59:59.999 Asia/Shanghai. */
  readonly at: Date;
  /** Public holidays on Mondays to Fridays that were skipped. */
  readonly holidays: readonly string[];
  /** Weekend days that counted. */
  readonly workdays: readonly string[];
  /** Days that did not count because they fall into a time that is taken out. */
  readonly taken: readonly string[];
  /** Years passed through without data: only weekends were skipped there. */
  readonly yearsWithoutData: readonly number[];
  /** Years passed through whose notice is still to come. */
  readonly provisionalYears: readonly number[];
}

/** Whether a Beijing day 'YYYY-MM-DD' is worked. Throws RangeError on anything but a real day. */
export function isWorkingDay(day: string, calendar: Calendar): boolean {
  startOfDay(day);
  return isWorked(day, calendar);
}

function isWorked(day: string, calendar: Calendar): boolean {
  const year = calendar.get(Number(day.slice(0, 4)));
  const weekend = isWeekend(day);
  if (year?.workdays.has(day)) return true;
  if (year?.holidays.has(day)) return false;
  return !weekend;
}

/** The end of the n-th working day after the day of `from`. Throws RangeError unless n is a whole number above 0. */
export function addWorkingDays(from: Date, n: number, calendar: Calendar): Date {
  return countWorkingDays(from, n, calendar).at;
}

/**
 * As addWorkingDays, with the days that made it longer or shorter than weekdays alone. Working days for which `isTaken` holds
 * do not count.
 */
export function countWorkingDays(
  from: Date,
  n: number,
  calendar: Calendar,
  isTaken: (day: string) => boolean = () => false,
): WorkingDayCount {
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`not a number of working days: ${n}`);
  const found = { holidays: [] as string[], workdays: [] as string[], taken: [] as string[] };
  const years = new Set<number>();
  let day = toDay(from);
  for (let left = n; left > 0; ) {
    day = dayAfter(day);
    years.add(Number(day.slice(0, 4)));
    const works = isWorked(day, calendar);
    if (works && isTaken(day)) found.taken.push(day);
    else if (works) left--;
    if (works && isWeekend(day)) found.workdays.push(day);
    if (!works && !isWeekend(day)) found.holidays.push(day);
  }
  const yearsWithoutData = [...years].filter((year) => !calendar.has(year));
  const provisionalYears = [...years].filter((year) => calendar.get(year)?.provisional);
  return { at: endOfDay(day), ...found, yearsWithoutData, provisionalYears };
}

/** The n-th working day before a Beijing day. */
export function workingDayBefore(day: string, n: number, calendar: Calendar): string {
  let earlier = day;
  for (let left = n; left > 0; ) {
    earlier = dayBefore(earlier);
    if (isWorked(earlier, calendar)) left--;
  }
  return earlier;
}

/** The last millisecond of a Beijing day. */
export function endOfDay(day: string): Date {
  return after(startOfDay(day), days(1) - 1);
}

export function dayAfter(day: string): string {
  return shift(day, days(1));
}

export function dayBefore(day: string): string {
  return shift(day, -days(1));
}

/** A day's name needs no zone to find its neighbour; formatting each in one costs more than all the counting. */
function shift(day: string, ms: number): string {
  return after(new Date(`${day}T00:00:00Z`), ms)
    .toISOString()
    .slice(0, 10);
}

function isWeekend(day: string): boolean {
  // Noon UTC of the written day: its weekday is the day's own, whatever the zone of the machine.
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
