/**
 * May we send now? Counted from our own tries before the call, so that a plan never runs into a wall it could see. Pure;
 * a `limited` answer is the platform's own word and wins over this. Windows are Beijing calendar units.
 */
import type { Quota } from '../channel/contract.ts';
import { hours, minutes, startOfDay, toDay } from '../clock.ts';

/** When the window around `now` began. */
export function windowStart(per: Quota['per'], now: Date): Date {
  switch (per) {
    case 'minute':
      return new Date(Math.floor(now.getTime() / minutes(1)) * minutes(1));
    case 'hour':
      // Asia/Shanghai is a whole number of hours from UTC, so hours begin together.
      return new Date(Math.floor(now.getTime() / hours(1)) * hours(1));
    case 'day':
      return startOfDay(toDay(now));
    case 'month':
      return startOfDay(`${toDay(now).slice(0, 7)}-01`);
  }
}

/** When the window around `now` ends. */
export function windowEnd(per: Quota['per'], now: Date): Date {
  const start = windowStart(per, now);
  switch (per) {
    case 'minute':
      return new Date(start.getTime() + minutes(1));
    case 'hour':
      return new Date(start.getTime() + hours(1));
    case 'day':
      return startOfDay(toDay(new Date(start.getTime() + hours(36))));
    case 'month':
      return startOfDay(`${toDay(new Date(start.getTime() + hours(24 * 32))).slice(0, 7)}-01`);
  }
}

export interface Used {
  readonly quota: Quota;
  /** Tries, or what went out, since the window began. */
  readonly count: number;
}

/** null when it may go now, else when the last full window ends. */
export function quotaWait(used: readonly Used[], now: Date): { readonly until: Date; readonly quota: Quota } | null {
  const full = used.filter(({ quota, count }) => count >= quota.count);
  const waits = full.map(({ quota }) => ({ until: windowEnd(quota.per, now), quota }));
  return waits.sort((a, b) => b.until.getTime() - a.until.getTime())[0] ?? null;
}
