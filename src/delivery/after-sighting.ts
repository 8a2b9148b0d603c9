/**
 * What follows from looking: the only way, besides a named person, out of `settling`. Pure.
 *
 * done and refused are the platform's word; absent is proof that nothing happened, so it may be sent again; working and
 * failed looks are looked at again, ever more seldom; unknown is no proof, and after a few looks a person must decide.
 */

import type { Sighting } from '../channel/contract.ts';
import type { ChannelFailure } from '../channel/failure.ts';
import { after, hours, minutes, seconds } from '../clock.ts';
import { notAtOnce, pauseAfter as pauseAfterTries } from './after-failure.ts';
import type { Outcome } from './outcome.ts';

const PAUSES = [seconds(2), seconds(5), seconds(15), minutes(1), minutes(5), minutes(15), hours(1)] as const;
const LOOKS_BEFORE_ASKING = 4;
/** As often as an order may vanish on the platform (its time-outs, its "busy") before a person is asked. */
const LOSSES_BEFORE_ASKING = 6;

export interface Look {
  /** Counts this look. */
  readonly looks: number;
  /** Tries made so far. */
  readonly tries: number;
  /** Why each try that got no clear answer got none, in order; a process that died tells nothing. */
  readonly losses?: readonly string[];
  /** Kept while the platform works. */
  readonly ticket: string | null;
  readonly now: Date;
}

/** The outcome of a look. */
export function afterSighting(sighting: Sighting, look: Look): Outcome {
  const { looks, ticket, now } = look;
  switch (sighting.seen) {
    case 'done': {
      const { seen: _, ...standing } = sighting;
      return { state: 'done', ...standing };
    }
    case 'refused':
      return { state: 'stuck', reason: sighting.reason, failure: 'refused' };
    case 'absent':
      return afterAbsence(look);
    case 'working':
      return {
        state: 'settling',
        ticket,
        dueAt: notAtOnce(sighting.lookAt, now),
        reason: sighting.reason ?? '平台尚在处理，稍后再核查',
        failure: null,
      };
    case 'unknown': {
      const { reason } = sighting;
      if (looks >= LOOKS_BEFORE_ASKING)
        return { state: 'stuck', reason: `${reason.replace(/。$/, '')}。请人工核实`, failure: 'uncertain' };
      return { state: 'settling', ticket, dueAt: after(now, pauseAfter(looks)), reason, failure: 'uncertain' };
    }
  }
}

/** Nothing is out, so it may be sent again; but not for ever at a platform that swallows it each time. */
function afterAbsence({ tries, losses = [], now }: Look): Outcome {
  if (losses.length >= LOSSES_BEFORE_ASKING) {
    const reason = `发送 ${losses.length} 次均未在平台上出现，最近一次：${losses.at(-1)}。确定没有发出，请处理后重发`;
    return { state: 'stuck', reason, failure: 'refused' };
  }
  const last = losses.at(-1);
  const reason = `核查确认平台上没有，重新发送${last ? `（上次：${last}）` : ''}`;
  return { state: 'waiting', dueAt: sendAgainAt(tries, now), reason, failure: 'unreachable' };
}

/** A look that failed says nothing about the order: look again later, however often it takes. */
export function afterFailedLook(
  failure: ChannelFailure,
  { looks, ticket, now }: Pick<Look, 'looks' | 'ticket' | 'now'>,
): Outcome {
  // What is out of reach costs the platform nothing to ask; once it is back, what waits behind this should not wait longer.
  const pause = failure.kind === 'unreachable' ? Math.min(pauseAfter(looks), minutes(1)) : pauseAfter(looks);
  const dueAt = notAtOnce(failure.retryAt ?? after(now, pause), now);
  return { state: 'settling', ticket, dueAt, reason: `核查未成：${failure.message}`, failure: failure.kind };
}

/** At once the first time; a platform that swallows every try is not asked every other second. */
function sendAgainAt(tries: number, now: Date): Date {
  return tries <= 1 ? now : after(now, pauseAfterTries(tries));
}

function pauseAfter(looks: number): number {
  return PAUSES[Math.min(looks, PAUSES.length) - 1] ?? PAUSES[0];
}
