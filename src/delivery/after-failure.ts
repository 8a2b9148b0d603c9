/**
 * Whether to try again: the one rule, for every channel and every action. Pure.
 *
 *   refused      stuck: a person changes the content
 *   locked-out   waits, looked at every 5 minutes unless told otherwise: a person repairs the account, nothing fails meanwhile
 *   limited      waits until the platform's own time
 *   unreachable  waits, longer each time, and never gives up: it certainly did not arrive
 *   uncertain    settles: find() first, never a second call on a guess
 */

import type { ChannelFailure } from '../channel/failure.ts';
import { after, minutes, seconds } from '../clock.ts';
import type { Outcome } from './outcome.ts';

/** Waits after the 1st, 2nd … try that did not arrive; the last one repeats. */
const PAUSES = [seconds(2), seconds(10), seconds(30), minutes(2), minutes(5), minutes(15)] as const;
/** No platform is asked again sooner, whatever time it names: its clock may be slow. */
const SHORTEST_PAUSE = seconds(1);
const REPAIR_PAUSE = minutes(5);
const LIMIT_PAUSE = minutes(1);

/** The outcome of a try that failed; `tries` counts it. */
export function afterFailure(failure: ChannelFailure, tries: number, now: Date): Outcome {
  const { kind, message } = failure;
  const reason = failure.code && !message.includes(failure.code) ? `${message}（${failure.code}）` : message;
  switch (kind) {
    case 'refused':
      return { state: 'stuck', reason, failure: kind };
    case 'locked-out':
      return { state: 'waiting', dueAt: failure.retryAt ?? after(now, REPAIR_PAUSE), reason, failure: kind };
    case 'limited':
      return {
        state: 'waiting',
        dueAt: notAtOnce(failure.retryAt ?? after(now, LIMIT_PAUSE), now),
        reason,
        failure: kind,
      };
    case 'unreachable':
      return { state: 'waiting', dueAt: after(now, pauseAfter(tries)), reason, failure: kind };
    case 'uncertain':
      return { state: 'settling', ticket: null, dueAt: after(now, seconds(2)), reason, failure: kind };
  }
}

/** `wanted`, but never now: a time that is over would make a lane ask without end. */
export function notAtOnce(wanted: Date, now: Date): Date {
  const soonest = after(now, SHORTEST_PAUSE);
  return wanted > soonest ? wanted : soonest;
}

/** How long to wait after so many tries of which none arrived. */
export function pauseAfter(tries: number): number {
  return PAUSES[Math.min(tries, PAUSES.length) - 1] ?? PAUSES[0];
}
