/**
 * Files of messages give way to releases: while something is drafted, approved or sent, an import waits between two of its
 * batches. A release is some thirty writes one after the other, and each would wait for whatever the import does just then.
 * An import is never stopped: it waits a quarter of a second for each batch at most.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

export interface RightOfWay {
  /** A release or a delivery was written. */
  note(): void;
  /** Resolves when none was for a moment, or after the longest wait. */
  clear(): Promise<void>;
}

/** Between two writes of one release, nobody being in its way. */
const MOMENT_MS = 50;
const LONGEST_MS = 250;
const LOOK_MS = 10;

export function openRightOfWay(now: () => number = () => performance.now(), pause = setTimeout): RightOfWay {
  let last = Number.NEGATIVE_INFINITY;
  return {
    note() {
      last = now();
    },
    async clear() {
      const until = now() + LONGEST_MS;
      while (now() - last < MOMENT_MS && now() < until) await pause(LOOK_MS);
    },
  };
}
