/** The stage that heeds changed rules: new due times and new proposals for whatever waits, without a restart. */
import { digestOf } from '../ids.ts';
import type { Logger } from '../log.ts';
import type { Row } from '../store/collection.ts';
import { proposeAnew } from './propose-stage.ts';
import { refreshDeadlines } from './refresh-deadlines.ts';
import type { Rulebook } from './rulebook.ts';
import type { TopicDesk } from './topic-desk.ts';

/** By which rules the proposals now kept were made: one record, so that a start knows whether they have changed since. */
const MADE_BY = 'rules';

export interface RulesDesk extends TopicDesk {
  readonly rulebook: Rulebook;
  readonly log: Logger;
}

/** At start: everything that waits goes by the calendar and the rules there are now. */
export async function catchUpWithRules(desk: TopicDesk, now: Date): Promise<void> {
  await proposeByNewRules(desk, now);
  await refreshDeadlines(desk, now);
}

/** Asks about every topic again, unless that was done by the very same rules. */
async function proposeByNewRules(desk: TopicDesk, now: Date): Promise<number> {
  const { db, classes, units } = desk;
  const digest = digestOf(JSON.stringify([classes, units]));
  const made = db.collection<Row & { readonly digest: string }>(MADE_BY);
  if ((await made.findOne({ _id: 'proposals' }))?.digest === digest) return 0;
  const changed = await proposeAnew(desk, now);
  await made.updateOne({ _id: 'proposals' }, { $set: { digest } }, { upsert: true });
  return changed;
}

/** Returns how many due times and proposals changed. Every process looks for itself. */
export async function heedRules(desk: RulesDesk, now: Date, atOnce = false): Promise<number> {
  const before = desk.rulebook.state().problem;
  const isNew = await desk.rulebook.lookAgain(now, atOnce);
  const { problem } = desk.rulebook.state();
  if (problem !== null && problem !== before)
    desk.log.error({ err: problem }, 'changed rules are no good, the old ones hold');
  if (!isNew) return 0;
  const proposed = await proposeByNewRules(desk, now);
  const moved = await refreshDeadlines(desk, now);
  desk.log.info({ moved, proposed }, 'rules have changed');
  return moved + proposed;
}
