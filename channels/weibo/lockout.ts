/**
 * While the platform locks the account out for a reason that a person must clear (a captcha, a frozen account), everything that
 * waits tries again and again, and each try costs one of the day's calls: what is left when the person comes must not be
 * spent by then. So the same word is given without a call for some minutes, ever longer. Kept by each process for itself.
 */
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, minutes } from '../../src/clock.ts';

/** Shorter than the pause before a delivery tries again, so that one that waits alone is not held up. */
const FIRST = minutes(4);
const LONGEST = minutes(14);

export interface Lockout {
  /** Throws the last word while it is not worth a call. */
  check(now: Date): void;
  /** A call that was counted ended so. */
  heed(failure: unknown, now: Date): void;
  /** The account is well again, or a person says so. */
  clear(): void;
}

export function openLockout(): Lockout {
  let last: { readonly failure: ChannelFailure; readonly until: Date; readonly pause: number } | null = null;
  return {
    check(now) {
      if (last && now < last.until) throw last.failure;
    },
    heed(failure, now) {
      if (!(failure instanceof ChannelFailure && failure.kind === 'locked-out')) return;
      const pause = last ? Math.min(LONGEST, last.pause * 2) : FIRST;
      last = { failure, until: after(now, pause), pause };
    },
    clear() {
      last = null;
    },
  };
}
