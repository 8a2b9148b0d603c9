/** Runs one slot of one schedule, if no process has it yet. */
import type { App } from '../app.ts';
import { isTaken } from '../store/is-taken.ts';
import { RUNS, type Run, type Schedule } from './schedule.ts';

/** True when this process ran it. An error ends in the run record and the log, never in the process. */
export async function runSlot(app: App, schedule: Schedule, slot: Date): Promise<boolean> {
  const runs = app.db.collection<Run>(RUNS);
  const _id = `${schedule.name}@${slot.toISOString()}`;
  const startedAt = app.clock.now();
  const run = { _id, schedule: schedule.name, slot, by: app.processId, startedAt, endedAt: null, outcome: null };
  try {
    await runs.insertOne(run);
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  const outcome = await carryOut(app, schedule, slot);
  await runs.updateOne({ _id }, { $set: { endedAt: app.clock.now(), outcome } });
  return true;
}

async function carryOut(app: App, schedule: Schedule, slot: Date): Promise<string> {
  try {
    await schedule.run(app, slot);
    return 'ok';
  } catch (error) {
    const name = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
    app.log.error({ schedule: schedule.name, err: name }, 'schedule failed');
    return name;
  }
}
