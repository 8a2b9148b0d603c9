/** The stage that heeds changed rules: new due times and new proposals for whatever waits, without a restart. */
import type { Logger } from '../log.ts';
import { proposeAnew } from './propose-stage.ts';
import { refreshDeadlines } from './refresh-deadlines.ts';
import type { Rulebook } from './rulebook.ts';
import type { TopicDesk } from './topic-desk.ts';

export interface RulesDesk extends TopicDesk {
  readonly rulebook: Rulebook;
  readonly log: Logger;
}

/** Returns how many due times and proposals changed. Every process looks for itself. */
export async function heedRules(desk: RulesDesk, now: Date, atOnce = false): Promise<number> {
  const before = desk.rulebook.state().problem;
  const isNew = await desk.rulebook.lookAgain(now, atOnce);
  const { problem } = desk.rulebook.state();
  if (problem !== null && problem !== before)
    desk.log.error({ err: problem }, 'changed rules are no good, the old ones hold');
  if (!isNew) return 0;
  const proposed = await proposeAnew(desk, now);
  const moved = await refreshDeadlines(desk);
  desk.log.info({ moved, proposed }, 'rules have changed');
  return moved + proposed;
}
