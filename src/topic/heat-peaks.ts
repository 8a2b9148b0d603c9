/**
 * The most that was heard of a topic at once: what class rules go by (class-rule.ts). Pure. Peaks, not how it is now: a topic that
 * cools down is still what it was when its clock began.
 */
import { days, hours } from '../clock.ts';
import { type Burst, burstAmong, type Voice } from './heat-rule.ts';

export interface Heard {
  /** Best rank on a hot list, 1 for the top; null for none. */
  readonly rank: number | null;
  /** Most signals written within one hour, and within 24. */
  readonly inHour: number;
  readonly inDay: number;
  /** The largest jump there was (config/heat.json); null for none. */
  readonly burst: Omit<Burst, 'at'> | null;
}

/** Of one signal, or before anything was measured. */
export const HEARD_ONCE: Heard = { rank: null, inHour: 1, inDay: 1, burst: null };

export function heardOf(voices: readonly Voice[]): Heard {
  const written = voices.map(({ writtenAt }) => writtenAt.getTime()).sort((a, b) => a - b);
  const ranks = voices.flatMap(({ rank }) => rank ?? []);
  return {
    rank: ranks.length > 0 ? Math.min(...ranks) : null,
    inHour: mostWithin(written, hours(1)),
    inDay: mostWithin(written, days(1)),
    burst: largestBurst(written),
  };
}

/** `written`: the earliest first. */
function mostWithin(written: readonly number[], span: number): number {
  let [most, from] = [1, 0];
  for (const [at, time] of written.entries()) {
    while ((written[from] ?? time) <= time - span) from++;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

function largestBurst(written: readonly number[]): Heard['burst'] {
  let largest: Burst | null = null;
  for (const burst of burstsIn(written)) if (!largest || burst.signals > largest.signals) largest = burst;
  return largest && { signals: largest.signals, usual: largest.usual };
}

function* burstsIn(written: readonly number[]): Generator<Burst> {
  const start = { from: 0, before: 0 };
  for (const at of written.keys()) {
    const burst = burstAmong(written, at, start);
    if (burst) yield burst;
  }
}
