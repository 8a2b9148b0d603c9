/**
 * Periods as rules write them, pure: '48 hours', '4 working hours', '20 working days'. Where each ends, what makes it longer
 * or shorter, in words a person can count again, and the moments before and after its end at which somebody is told.
 */
import { after, hours, toDay } from '../clock.ts';
import { addWorkingTime, type Office, openingOf, subtractWorkingTime } from './office-hours.ts';
import { countWorkingDays, dayAfter, isWorkingDay, type WorkingDayCount, workingDayBefore } from './working-days.ts';

export interface Period {
  readonly amount: number;
  readonly unit: 'clock-hours' | 'working-hours' | 'working-days';
}

/** Beijing days whose working days do not count: the day after `from` to the day of `to`, as a period itself is counted. */
export interface Pause {
  readonly from: Date;
  readonly to: Date;
}

export interface PeriodEnd {
  readonly at: Date;
  /** '5 个工作日内'. */
  readonly words: string;
  /** What was skipped and counted, one sentence each; Chinese. */
  readonly notes: readonly string[];
  /** It passes days whose holidays are not settled yet. */
  readonly provisional: boolean;
}

/** The end of a period that starts at an instant. Pauses hold for working days only. */
export function endOfPeriod(start: Date, period: Period, office: Office, pauses: readonly Pause[] = []): PeriodEnd {
  const { amount, unit } = period;
  switch (unit) {
    case 'clock-hours': {
      const words = `${amount} 小时内（含夜间和节假日）`;
      return { at: after(start, hours(amount)), words, notes: [], provisional: false };
    }
    case 'working-hours': {
      const at = addWorkingTime(start, hours(amount), office);
      const passed = passedDays(start, at, office);
      const notes = [`只计上班时间（${sessionsOf(office)}）`, ...dayNotes(passed)];
      return { at, words: `${amount} 个工作小时内`, notes, provisional: isProvisional(passed) };
    }
    case 'working-days': {
      const count = countWorkingDays(start, amount, office.calendar, (day) => pauses.some((one) => covers(one, day)));
      const notes = ['当日不计', ...dayNotes(count)];
      return { at: count.at, words: `${amount} 个工作日内`, notes, provisional: isProvisional(count) };
    }
  }
}

/** When to tell somebody that an end is near: in working days, when the office opens on the n-th working day before its day. */
export function before(end: Date, { amount, unit }: Period, office: Office): Date {
  switch (unit) {
    case 'clock-hours':
      return after(end, -hours(amount));
    case 'working-hours':
      return subtractWorkingTime(end, hours(amount), office);
    case 'working-days':
      return openingOf(workingDayBefore(toDay(end), amount, office.calendar), office);
  }
}

/** When to tell somebody that an end has passed: in working days, when the office opens on the n-th working day after it. */
export function behind(end: Date, { amount, unit }: Period, office: Office): Date {
  if (amount === 0) return after(end, 1);
  switch (unit) {
    case 'clock-hours':
      return after(end, hours(amount));
    case 'working-hours':
      return addWorkingTime(end, hours(amount), office);
    case 'working-days':
      return openingOf(toDay(countWorkingDays(end, amount, office.calendar).at), office);
  }
}

type Passed = Omit<WorkingDayCount, 'at'>;

/** What lies between two instants, their own days included: for periods that do not end with a day. */
function passedDays(from: Date, to: Date, { calendar }: Office): Passed {
  const passed = { holidays: [] as string[], workdays: [] as string[], taken: [], years: new Set<number>() };
  for (let day = toDay(from), last = toDay(to); day <= last; day = dayAfter(day)) {
    const works = isWorkingDay(day, calendar);
    const isWeekend = [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
    passed.years.add(Number(day.slice(0, 4)));
    if (works && isWeekend) passed.workdays.push(day);
    if (!works && !isWeekend) passed.holidays.push(day);
  }
  const years = [...passed.years];
  return {
    ...passed,
    yearsWithoutData: years.filter((year) => !calendar.has(year)),
    provisionalYears: years.filter((year) => calendar.get(year)?.provisional),
  };
}

function dayNotes({ holidays, workdays, taken, yearsWithoutData, provisionalYears }: Passed): readonly string[] {
  const notes = [
    holidays.length > 0 ? `跳过放假的 ${holidays.join('、')}` : '',
    workdays.length > 0 ? `计入调休上班的 ${workdays.join('、')}` : '',
    taken.length > 0 ? `扣除不计入期限的 ${taken.join('、')}` : '',
    yearsWithoutData.length > 0
      ? `${yearsWithoutData.join('、')} 年的放假安排尚未录入，只跳过周末，此时限为暂定，录入后重算`
      : '',
    provisionalYears.length > 0
      ? `${provisionalYears.join('、')} 年的放假调休通知尚未公布，只跳过周末和法定假日本身，此时限为暂定，公布录入后重算`
      : '',
  ];
  return notes.filter((note) => note !== '');
}

function isProvisional({ yearsWithoutData, provisionalYears }: Passed): boolean {
  return yearsWithoutData.length + provisionalYears.length > 0;
}

function covers({ from, to }: Pause, day: string): boolean {
  return day > toDay(from) && day <= toDay(to);
}

function sessionsOf({ sessions }: Office): string {
  const time = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
  return sessions.map(({ from, to }) => `${time(from)}–${time(to)}`).join('、');
}
