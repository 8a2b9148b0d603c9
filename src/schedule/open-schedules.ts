/** Finds the files in schedules/, makes up what was missed, and lets node-cron call each at its time. */
import { readdir } from 'node:fs/promises';
import { createTask, type ScheduledTask } from 'node-cron';
import type { App } from '../app.ts';
import { ZONE } from '../clock.ts';
import { missedSlot } from './missed-slot.ts';
import { LATE, runSlot } from './run-slot.ts';
import { RUNS, type Run, type Schedule } from './schedule.ts';
import { untilBack } from './until-back.ts';

const FOLDER = new URL('../../schedules/', import.meta.url);

/** Every schedule there is. A broken file stops the start: a duty that silently never runs is worse. */
export async function findSchedules(): Promise<readonly Schedule[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).sort();
  return await Promise.all(
    files.map(async (file) => ((await import(new URL(file, FOLDER).href)) as { default: Schedule }).default),
  );
}

export interface Schedules {
  stop(): Promise<void>;
}

export async function openSchedules(app: App): Promise<Schedules> {
  const schedules = await findSchedules();
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Set<Promise<unknown>>();
  const follow = (work: Promise<unknown>) => {
    const ended = work
      .catch((error: unknown) => app.log.error({ err: String(error) }, 'cannot record a run'))
      .finally(() => running.delete(ended));
    running.add(ended);
  };
  const tasks = schedules.map((schedule) => {
    const run = ({ date }: { date: Date }) => follow(runSlot(app, schedule, { slot: date, signal }));
    return createTask(schedule.cron(app.config), run, {
      timezone: ZONE,
      name: schedule.name,
      suppressMissedWarning: true,
      // A slot that comes late, since the machine slept or was busy, is no slot missed by a service that did not run.
      missedExecutionTolerance: schedule.missed.make === 'once' ? schedule.missed.within : LATE,
    });
  });
  for (const [i, schedule] of schedules.entries()) follow(makeUp(app, schedule, { task: tasks[i], signal }));
  for (const task of tasks) await task.start();
  const stop = async () => {
    stopping.abort();
    for (const task of tasks) await task.destroy();
    await Promise.all(running);
  };
  return { stop };
}

interface Making {
  readonly task: ScheduledTask | undefined;
  readonly signal: AbortSignal;
}

async function makeUp(app: App, schedule: Schedule, { task, signal }: Making): Promise<void> {
  if (schedule.missed.make === 'skip' || !task) return;
  const { within } = schedule.missed;
  const runs = app.db.collection<Run>(RUNS);
  const latest = () => runs.find({ schedule: schedule.name }, { sort: { slot: -1 }, limit: 1 }).toArray();
  const [last] = await untilBack(latest, { withinMs: within, signal });
  // A schedule that never ran has missed nothing: it is new here.
  if (!last) return;
  const slot = missedSlot((at) => task.match(at), { after: last.slot, now: app.clock.now(), within });
  if (slot) await runSlot(app, schedule, { slot, signal });
}
