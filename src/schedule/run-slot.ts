/** Runs one slot of one schedule, if no process has it yet. */
import type { App } from '../app.ts';
import { minutes } from '../clock.ts';
import { wordsOf } from '../log.ts';
import type { Collection } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { RUNS, type Run, type Schedule } from './schedule.ts';
import { untilBack } from './until-back.ts';

/** How late a slot may begin that would otherwise be let go. */
export const LATE = minutes(1);

export interface Due {
  readonly slot: Date;
  /** Ends waiting for the database; never when left out. */
  readonly signal?: AbortSignal;
}

/**
 * True when this process ran it. An error ends in the run record and the log, never in the process. While the database is
 * away the slot waits, no longer than it may be late.
 */
export async function runSlot(app: App, schedule: Schedule, { slot, signal }: Due): Promise<boolean> {
  const runs = app.db.collection<Run>(RUNS);
  const _id = `${schedule.name}@${slot.toISOString()}`;
  const startedAt = app.clock.now();
  const run = { _id, schedule: schedule.name, slot, by: app.processId, startedAt, endedAt: null, outcome: null };
  const withinMs = schedule.missed.make === 'once' ? schedule.missed.within : LATE;
  const patience = { withinMs, signal: signal ?? new AbortController().signal };
  if (!(await untilBack(() => claim(runs, run), patience))) return false;
  const outcome = await carryOut(app, schedule, slot);
  await untilBack(() => runs.updateOne({ _id }, { $set: { endedAt: app.clock.now(), outcome } }), patience);
  return true;
}

/** One that is there under our own name is ours too: it was inserted, and the answer got lost. */
async function claim(runs: Collection<Run>, run: Run): Promise<boolean> {
  try {
    await runs.insertOne(run);
    return true;
  } catch (error) {
    if (!isTaken(error)) throw error;
    const { _id, by, startedAt } = run;
    return (await runs.countDocuments({ _id, by, startedAt, endedAt: null })) === 1;
  }
}

async function carryOut(app: App, schedule: Schedule, slot: Date): Promise<string> {
  try {
    await schedule.run(app, slot);
    return 'ok';
  } catch (error) {
    const words = wordsOf(error);
    app.log.error({ schedule: schedule.name, err: words }, 'schedule failed');
    return words;
  }
}
