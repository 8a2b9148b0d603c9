/** What the monitors need of the house, and how they look: a list of parts, each walking some records page by page. */

import type { Calendar } from '../calendar/working-days.ts';
import type { Account } from '../channel/kind.ts';
import type { Clock } from '../clock.ts';
import { tellingCollections } from '../indexes.ts';
import { inspectionConfig } from '../inspection/inspection-config.ts';
import type { Logger } from '../log.ts';
import { type PlanDesk, planReleases } from '../plan/plan-release.ts';
import { type Column, listColumns } from '../release/columns.ts';
import { type WrongWord, wrongWords } from '../release/wrong-words.ts';
import type { Database, Row } from '../store/collection.ts';
import type { FoundNow } from './finding.ts';
import type { Walk } from './walk-records.ts';

/** How the monitors are set up: config/read-config.ts. */
export interface WatchConfig {
  /** How long after its time something may still be on its way. */
  readonly graceMs: number;
  /** How many days back the ledger is compared when nobody asks for all of it. */
  readonly days: number;
}

/** What is looked for on our own pages. */
export interface ContentRules {
  readonly columns: readonly Pick<Column, 'id' | 'type'>[];
  /** Types of columns that hold documents to be interpreted. */
  readonly types: readonly string[];
  readonly workingDays: number;
  readonly lookBackDays: number;
  readonly words: readonly WrongWord[];
}

export interface MonitorDesk {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends a long run when the process must go. */
  readonly signal: AbortSignal;
  readonly accounts: readonly Pick<Account, 'id'>[];
  readonly channels: { has(id: string): boolean };
  readonly watch: WatchConfig;
  /** Address of our own site. */
  readonly siteUrl: string;
  readonly calendar: Calendar;
  readonly content: ContentRules;
  /** Collections whose records carry lines. */
  readonly telling: readonly string[];
  plan(now: Date): Promise<unknown>;
  postLines(): Promise<unknown>;
  nudge(): void;
}

export interface MonitorApp extends Omit<MonitorDesk, 'watch' | 'telling' | 'plan' | 'content'>, PlanDesk {
  readonly channels: PlanDesk['channels'] & { has(id: string): boolean };
  readonly accounts: PlanDesk['accounts'];
  readonly log: Logger;
  readonly db: Database;
  readonly config: { readonly watch: WatchConfig };
}

export function monitorDesk(app: MonitorApp): MonitorDesk {
  const plan = (now: Date) => planReleases(app, now);
  const content = {
    ...inspectionConfig.interpretation,
    words: wrongWords,
    // Units' columns come and go with config/units.json.
    get columns() {
      return listColumns();
    },
  };
  return { ...app, watch: app.config.watch, telling: tellingCollections, plan, content };
}

/** Some records of one collection, and what is wrong with them. `check` decides by itself, whoever chose the rows. */
export interface Part {
  /** Chinese, shown while it runs. */
  readonly title: string;
  readonly collection: string;
  /** Which records a run looks at. */
  readonly walks: readonly Omit<Walk, 'collection'>[];
  check(rows: readonly Row[]): Promise<readonly FoundNow[]>;
}

/** A part whose rows are known to be of a type. */
export function partOf<T extends Row>(
  part: Omit<Part, 'check'> & { check(rows: readonly T[]): Promise<readonly FoundNow[]> },
): Part {
  return { ...part, check: (rows) => part.check(rows as readonly T[]) };
}
