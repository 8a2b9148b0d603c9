/** Attempts that belong to no order: reading, checking, small acts that may be repeated. They have nothing to resume. */
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import type { Attempt, Doorway } from './contract.ts';
import type { Account } from './kind.ts';

const PATIENCE_MS = 30_000;

/** What a round needs that reads something at every account. */
export interface ReadingDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
  readonly channels: { doorway(id: string): Doorway | null };
  readonly log: Logger;
  /** Aborted when the process stops. */
  readonly signal: AbortSignal;
}

export interface Once {
  readonly key: string;
  readonly now: Date;
  readonly log: Logger;
  /** Ends it when the process must go. */
  readonly signal?: AbortSignal;
  readonly patienceMs?: number;
}

/** Ended after `patienceMs`; its steps are not remembered. */
export function onceOnly({ key, now, log, signal, patienceMs = PATIENCE_MS }: Once): Attempt {
  const patience = AbortSignal.timeout(patienceMs);
  const ends = signal ? AbortSignal.any([signal, patience]) : patience;
  return { key, number: 1, now, signal: ends, log, step: (_name, make) => make() };
}
