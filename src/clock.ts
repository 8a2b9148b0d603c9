/**
 * Time. The only file besides main.ts that asks the machine what time it is; everything else is told.
 * Instants are Date; days are 'YYYY-MM-DD' in Asia/Shanghai (UTC+8 all year, no summer time since 1991).
 */
export interface Clock {
  now(): Date;
}

export const machineClock: Clock = { now: () => new Date() };

export const ZONE = 'Asia/Shanghai';

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The Beijing day of an instant, 'YYYY-MM-DD'. */
export function toDay(at: Date): string {
  return shanghai.format(at).slice(0, 10);
}

/** An instant as the office writes it, 'YYYY-MM-DD HH:MM' Beijing time. */
export function toMinute(at: Date): string {
  return shanghai.format(at).slice(0, 16);
}

/** The instant a Beijing day begins. Throws RangeError on anything but a real 'YYYY-MM-DD'. */
export function startOfDay(day: string): Date {
  const at = new Date(`${day}T00:00:00+08:00`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(at.getTime()) || toDay(at) !== day) {
    throw new RangeError(`not a day: ${day}`);
  }
  return at;
}

/** Whether a text is a real Beijing day, 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  try {
    startOfDay(text);
    return true;
  } catch {
    return false;
  }
}

export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;
export const days = (n: number): number => n * 86_400_000;

/** The instant `ms` milliseconds after `at`. */
export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
