/**
 * What a file in schedules/ exports: one thing that happens by itself, its time and one call. Each due time ("slot") runs
 * once over all processes, by the unique insert of its run record; a slot missed while nothing ran is made up or skipped
 * as the file says.
 */
import type { Config } from '../../config/read-config.ts';
import type { App } from '../app.ts';
import type { IndexDeclaration } from '../store/collection.ts';

export interface Schedule {
  /** Stands in run records; never renamed. */
  readonly name: string;
  /** In words, Chinese, for the list of schedules. */
  readonly purpose: string;
  /** Cron expression with or without seconds, Asia/Shanghai. */
  cron(config: Config): string;
  /** 'once': the latest slot missed within `within` ms is made up at start. 'skip': it is let go. */
  readonly missed: { readonly make: 'once'; readonly within: number } | { readonly make: 'skip' };
  run(app: App, slot: Date): Promise<void>;
}

/** Record of one slot. */
export interface Run {
  /** `name@slot`, slot in ISO 8601 UTC. */
  readonly _id: string;
  readonly schedule: string;
  readonly slot: Date;
  readonly by: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** 'ok', or the name of what went wrong. */
  readonly outcome: string | null;
}

export const RUNS = 'runs';

export const runIndexes: readonly IndexDeclaration[] = [
  { collection: RUNS, keys: { schedule: 1, slot: -1 }, serves: 'when did this schedule last run?' },
  { collection: RUNS, keys: { slot: 1 }, serves: 'which runs are old enough to forget?' },
];
