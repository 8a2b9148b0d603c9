/**
 * Counts how often something was done in a window of time and refuses beyond a limit. Kept in memory: each process counts
 * for itself, and a restart forgets.
 */
import { Problem } from '../errors.ts';

export interface Limit {
  readonly times: number;
  readonly windowMs: number;
}

export interface Throttle {
  /** Counts one more. Throws Problem 'too-many-requests' when the limit was reached before. */
  take(key: string, now: Date): void;
  /** Takes one count back: what was taken turned out harmless. */
  giveBack(key: string, now: Date): void;
}

interface Count {
  readonly endsAtMs: number;
  readonly times: number;
}

/** Beyond this many names the oldest are forgotten: a flood of invented names must not fill the memory. */
const MOST_KEYS = 10_000;

export function openThrottle({ times, windowMs }: Limit): Throttle {
  const counts = new Map<string, Count>();
  const countOf = (key: string, nowMs: number): Count | null => {
    const count = counts.get(key);
    return count && count.endsAtMs > nowMs ? count : null;
  };
  return {
    take(key, now) {
      const nowMs = now.getTime();
      const count = countOf(key, nowMs) ?? { endsAtMs: nowMs + windowMs, times: 0 };
      if (count.times >= times) throw tooMany(count.endsAtMs - nowMs);
      counts.delete(key); // so that the map stays in the order of last use
      counts.set(key, { ...count, times: count.times + 1 });
      const oldest = counts.keys().next();
      if (counts.size > MOST_KEYS && !oldest.done) counts.delete(oldest.value);
    },
    giveBack(key, now) {
      const count = countOf(key, now.getTime());
      if (count) counts.set(key, { ...count, times: Math.max(0, count.times - 1) });
    },
  };
}

function tooMany(waitMs: number): Problem {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  const wait = retryAfterSeconds < 60 ? `${retryAfterSeconds} 秒` : `${Math.ceil(retryAfterSeconds / 60)} 分钟`;
  return new Problem('too-many-requests', `尝试次数过多。请 ${wait}后再试。`, { retryAfterSeconds });
}
