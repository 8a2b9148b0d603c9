/**
 * Whether messages are pouring in just now. Taking them in goes before working on them: sorting and telling the ledger of
 * hundreds of thousands would hold up releases and the flood itself. A flood that does not end is worked on all the same.
 */
import { performance } from 'node:perf_hooks';
import { minutes, seconds } from '../clock.ts';

export interface FloodGate {
  /** Some came in. Returns after the bookkeeping only; never waits. */
  note(count: number): void;
  /** Whether work on what came in should wait. */
  isFlooded(): boolean;
}

/** Fewer a second are no flood: an office's busiest day. */
const PER_SECOND = 200;
/** When it is over, and when it is worked on though it goes on. */
export const FLOOD = { quietMs: seconds(2), atMostMs: minutes(5) } as const;

export function openFloodGate(now: () => number = () => performance.now()): FloodGate {
  let since: number | null = null;
  let last = Number.NEGATIVE_INFINITY;
  let window = { from: Number.NEGATIVE_INFINITY, count: 0 };
  return {
    note(count) {
      const at = now();
      if (at - window.from > 1000) window = { from: at, count: 0 };
      window.count += count;
      if (window.count < PER_SECOND) return;
      last = at;
      since ??= at;
    },
    isFlooded() {
      const at = now();
      if (since === null) return false;
      if (at - last > FLOOD.quietMs) since = null;
      return since !== null && at - since < FLOOD.atMostMs;
    },
  };
}
