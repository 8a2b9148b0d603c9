/**
 * Office hours: pure. Working hours run only while the office is open on a working day (working-days.ts). The hours themselves
 * are data (`officeHours` in config/deadlines.json).
 */
import { after, days, minutes, startOfDay, toDay } from '../clock.ts';
import { type Calendar, dayAfter, dayBefore, isWorkingDay } from './working-days.ts';

/** One stretch of a working day, minutes after midnight in Asia/Shanghai, in order and apart. */
export interface Session {
  readonly from: number;
  readonly to: number;
}

export interface Office {
  readonly calendar: Calendar;
  readonly sessions: readonly Session[];
}

interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** Longer than any stretch of free days there ever was; a calendar that frees more is broken. */
const LONGEST_BREAK = 60;

/** The instant `ms` of working time after `from` are over. Before opening, in a break or on a free day the clock stands. */
export function addWorkingTime(from: Date, ms: number, office: Office): Date {
  let left = ms;
  let day = toDay(from);
  for (let idle = 0; idle < LONGEST_BREAK; idle++, day = dayAfter(day)) {
    for (const stretch of stretchesOf(day, office)) {
      const began = Math.max(from.getTime(), stretch.from.getTime());
      const room = stretch.to.getTime() - began;
      if (room <= 0) continue;
      if (room >= left) return new Date(began + left);
      left -= room;
      idle = 0;
    }
  }
  throw new RangeError(`no office hours within ${LONGEST_BREAK} days after ${toDay(from)}`);
}

/** The instant from which `ms` of working time are left until `to`. */
export function subtractWorkingTime(to: Date, ms: number, office: Office): Date {
  let left = ms;
  let day = toDay(to);
  for (let idle = 0; idle < LONGEST_BREAK; idle++, day = dayBefore(day)) {
    for (const stretch of stretchesOf(day, office).toReversed()) {
      const ended = Math.min(to.getTime(), stretch.to.getTime());
      const room = ended - stretch.from.getTime();
      if (room <= 0) continue;
      if (room >= left) return new Date(ended - left);
      left -= room;
      idle = 0;
    }
  }
  throw new RangeError(`no office hours within ${LONGEST_BREAK} days before ${toDay(to)}`);
}

/** When the office opens on a Beijing day, whether or not it does. */
export function openingOf(day: string, { sessions }: Pick<Office, 'sessions'>): Date {
  return after(startOfDay(day), minutes(sessions[0]?.from ?? 0));
}

/** '08:30' → 510. Throws RangeError on anything but a time of day; '24:00' is the end of one. */
export function toMinutes(time: string): number {
  const [, hour = '', minute = ''] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const total = Number(hour) * 60 + Number(minute);
  if (hour === '' || total * 60_000 > days(1)) throw new RangeError(`not a time of day: ${time}`);
  return total;
}

function stretchesOf(day: string, { calendar, sessions }: Office): readonly Stretch[] {
  if (!isWorkingDay(day, calendar)) return [];
  const start = startOfDay(day);
  return sessions.map(({ from, to }) => ({ from: after(start, minutes(from)), to: after(start, minutes(to)) }));
}
