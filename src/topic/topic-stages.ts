/** The stages of the response desk, in the order in which one makes work for the next. */
import type { Clock } from '../clock.ts';
import { finishSplits } from './finish-splits.ts';
import { takeHeat } from './heat-stage.ts';
import { heedRules, type RulesDesk } from './heed-rules.ts';
import { proposeAgain } from './propose-stage.ts';
import { sortSignals } from './sort-signals.ts';
import { lookAtHotAgain } from './watch-stage.ts';

export interface Staging extends RulesDesk {
  readonly clock: Clock;
  /** Whether more messages are pouring in: then sorting stops after the batch it is at. */
  readonly isHeld?: () => boolean;
}

export function topicStages(desk: Staging) {
  const { clock, isHeld } = desk;
  return [
    { name: 'rules', pull: () => heedRules(desk, clock.now()) },
    { name: 'watch-words', pull: () => lookAtHotAgain(desk, clock.now()) },
    { name: 'sort', pull: () => sortSignals(desk, clock.now(), isHeld) },
    { name: 'heat', pull: () => takeHeat(desk.db, clock.now()) },
    { name: 'propose', pull: () => proposeAgain(desk, clock.now()) },
    { name: 'split', pull: () => finishSplits(desk, clock.now()) },
  ] as const;
}
