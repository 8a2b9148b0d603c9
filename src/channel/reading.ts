/** Attempts that belong to no order: reading, checking, small acts that may be repeated. They have nothing to resume. */
import type { Logger } from '../log.ts';
import type { Attempt } from './contract.ts';

const PATIENCE_MS = 30_000;

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
