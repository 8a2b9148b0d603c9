/**
 * Tells in time, and after: looks for topics whose next step has come, records each step once, and marks the topic. Records
 * first, then the mark: a crash in between finds the same records again. Run by schedules/warn-of-deadlines.ts.
 */
import { insertNew } from '../store/insert-new.ts';
import { officeOf } from './clock-of.ts';
import { type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { aWarning, type StandingWarning, warningsOf } from './warning.ts';
import { stepsDue, stepsOf, type WarningStep } from './warning-steps.ts';

const BATCH = 200;

/** Returns how many topics had something to tell. */
export async function warnOfDeadlines(desk: TopicDesk, now: Date): Promise<number> {
  let told = 0;
  for (;;) {
    const coming = { state: 'open', warnAt: { $lte: now } };
    const batch = await topicsOf(desk.db)
      .find(coming, { sort: { warnAt: 1 }, limit: BATCH })
      .toArray();
    for (const topic of batch) await warn(desk, topic, now);
    told += batch.length;
    if (batch.length < BATCH) return told;
  }
}

async function warn(desk: TopicDesk, topic: Topic, now: Date): Promise<void> {
  const steps = stepsOf(topic, desk.deadlines, officeOf(desk));
  const due = stepsDue(steps, now);
  await insertNew(
    warningsOf(desk.db),
    due.map((step) => aWarning(topic, step, now)),
  );
  const next = steps.find(({ at }) => at > now);
  const set = { warnAt: next?.at ?? null, warning: standing(due) };
  // With another due time, other units or other steps it is looked at again.
  const unchanged = { _id: topic._id, revision: topic.revision, warnAt: topic.warnAt, 'due.at': topic.due.at };
  await topicsOf(desk.db).updateOne(unchanged, { $set: set });
}

function standing(steps: readonly WarningStep[]): StandingWarning | null {
  const [first] = steps;
  if (!first) return null;
  const level = steps.some(({ kind }) => kind === 'after') ? 'after' : 'before';
  const told = [...new Set(steps.map(({ tell }) => tell))];
  return { level, told: level === 'after' ? [...new Set(['handler' as const, ...told])] : told, since: first.at };
}
