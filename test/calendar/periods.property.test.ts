/** What holds for every calendar and every start, tried on the real calendar and on random ones. */
import { join } from 'node:path';
import fc from 'fast-check';
import { addWorkingTime, type Office, subtractWorkingTime } from '../../src/calendar/office-hours.ts';
import { before as beforeEnd, behind } from '../../src/calendar/period.ts';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import {
  addWorkingDays,
  type Calendar,
  countWorkingDays,
  dayAfter,
  isWorkingDay,
  workingDayBefore,
} from '../../src/calendar/working-days.ts';
import { toDay } from '../../src/clock.ts';

const SESSIONS = [
  { from: 8 * 60 + 30, to: 12 * 60 },
  { from: 14 * 60 + 30, to: 18 * 60 },
];
const FROM = Date.parse('2018-01-01T00:00:00+08:00');
const TO = Date.parse('2027-10-01T00:00:00+08:00');
const instants = fc.integer({ min: FROM, max: TO }).map((ms) => new Date(ms));
const amounts = fc.integer({ min: 1, max: 40 });

/** One year whose days are free or worked by chance: worse than any notice. */
const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    holidays: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 60 }),
    workdays: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 30 }),
  })
  .map(({ holidays, workdays }) => {
    const day = (n: number) => toDay(new Date(Date.parse('2018-01-01T12:00:00+08:00') + n * 86_400_000));
    const free = new Set(holidays.map(day));
    const worked = new Set(workdays.map(day).filter((one) => !free.has(one)));
    return new Map([[2018, { year: 2018, source: '样例', holidays: free, workdays: worked }]]);
  });

/** Days counted one by one, as a person would with a finger on the calendar. */
function countByFinger(from: Date, n: number, calendar: Calendar): string {
  let day = toDay(from);
  for (let left = n; left > 0; ) {
    day = dayAfter(day);
    if (isWorkingDay(day, calendar)) left--;
  }
  return day;
}

describe('periods', () => {
  let real: Calendar;
  before(async () => {
    real = await readCalendar(join(import.meta.dirname, '../../config/calendar'));
  });
  const all = () => fc.oneof(fc.constant(real), calendars);
  const office = (calendar: Calendar): Office => ({ calendar, sessions: SESSIONS });

  it('in working days end with a working day, as counted with a finger', () => {
    fc.assert(
      fc.property(instants, amounts, all(), (from, n, calendar) => {
        const day = toDay(addWorkingDays(from, n, calendar));
        return isWorkingDay(day, calendar) && day === countByFinger(from, n, calendar);
      }),
    );
  });

  it('in working days do not depend on the hour of the start, nor does the zone of the machine matter', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 86_399_999 }), amounts, (from, ms, n) => {
        const other = new Date(Date.parse(`${toDay(from)}T00:00:00+08:00`) + ms);
        return addWorkingDays(from, n, real).getTime() === addWorkingDays(other, n, real).getTime();
      }),
    );
  });

  it('in working days add up: n and then m are n + m', () => {
    fc.assert(
      fc.property(instants, amounts, amounts, all(), (from, n, m, calendar) => {
        const inTwo = addWorkingDays(addWorkingDays(from, n, calendar), m, calendar);
        return inTwo.getTime() === addWorkingDays(from, n + m, calendar).getTime();
      }),
    );
  });

  it('never end earlier because a day is freed, nor later because one is made up', () => {
    fc.assert(
      fc.property(instants, amounts, fc.integer({ min: 0, max: 60 }), (from, n, ahead) => {
        const end = addWorkingDays(from, n, real);
        const day = toDay(new Date(from.getTime() + ahead * 86_400_000));
        const year = Number(day.slice(0, 4));
        const own = real.get(year)!;
        const freed = { ...own, holidays: new Set([...own.holidays, day]), workdays: new Set<string>() };
        const worked = { ...own, workdays: new Set([...own.workdays, day]) };
        const later = addWorkingDays(
          from,
          n,
          new Map([...real, [year, { ...freed, workdays: without(own.workdays, day) }]]),
        );
        const earlier = addWorkingDays(from, n, new Map([...real, [year, worked]]));
        return later >= end && earlier <= end;
      }),
    );
  });

  it('tell every weekday they skipped and every weekend day they counted, and nothing else', () => {
    fc.assert(
      fc.property(instants, amounts, all(), (from, n, calendar) => {
        const { at, holidays, workdays } = countWorkingDays(from, n, calendar);
        let plain = 0;
        for (let day = dayAfter(toDay(from)); day <= toDay(at); day = dayAfter(day)) {
          if (isWorkingDay(day, new Map())) plain++;
        }
        return plain === n + holidays.length - workdays.length;
      }),
    );
  });

  it('leave out exactly what is taken out of them', () => {
    fc.assert(
      fc.property(instants, amounts, fc.integer({ min: 0, max: 20 }), (from, n, k) => {
        const out = new Set<string>();
        for (let day = dayAfter(toDay(from)); out.size < k; day = dayAfter(day))
          if (isWorkingDay(day, real)) out.add(day);
        const { at, taken } = countWorkingDays(from, n, real, (day) => out.has(day));
        return taken.length === k && at.getTime() === addWorkingDays(from, n + k, real).getTime();
      }),
    );
  });

  it('in working hours end within office hours of a working day, and lead back to where they began', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 * 60 }), (from, minutes) => {
        const ms = minutes * 60_000;
        const end = addWorkingTime(from, ms, office(real));
        const minute = (end.getTime() - Date.parse(`${toDay(end)}T00:00:00+08:00`)) / 60_000;
        const isOpen = SESSIONS.some((session) => minute > session.from && minute <= session.to);
        const back = subtractWorkingTime(end, ms, office(real));
        // From there on it is the same time again; the start itself may have lain in a break.
        const again = addWorkingTime(back, ms, office(real));
        return isOpen && isWorkingDay(toDay(end), real) && again.getTime() === end.getTime() && back <= end;
      }),
    );
  });

  it('are warned of before their end and spoken of after it, in opening hours where they are counted in days', () => {
    fc.assert(
      fc.property(instants, amounts, fc.integer({ min: 1, max: 5 }), (from, n, k) => {
        const end = addWorkingDays(from, n, real);
        const soon = beforeEnd(end, { amount: k, unit: 'working-days' }, office(real));
        const late = behind(end, { amount: k, unit: 'working-days' }, office(real));
        return soon < end && end < late && [soon, late].every((one) => isWorkingDay(toDay(one), real));
      }),
    );
  });

  it('lead back: the n-th working day before the end of n working days is the last working day up to the start', () => {
    fc.assert(
      fc.property(instants, amounts, all(), (from, n, calendar) => {
        const back = workingDayBefore(toDay(addWorkingDays(from, n, calendar)), n, calendar);
        let start = toDay(from);
        while (!isWorkingDay(start, calendar)) start = workingDayBefore(start, 1, calendar);
        return back === start;
      }),
    );
  });
});

function without(days: ReadonlySet<string>, day: string): ReadonlySet<string> {
  return new Set([...days].filter((one) => one !== day));
}
