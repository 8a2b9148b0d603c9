/**
 * A database that fails on command, over any other: the n-th write from now on fails before it is done, or is done and its
 * answer is lost, with or without everything after it failing for a while too.
 */
import { setImmediate } from 'node:timers/promises';
import { aroundDatabase, type Operation } from '../../src/store/around-database.ts';
import type { Database } from '../../src/store/collection.ts';
import { DatabaseStalled } from '../../src/store/is-unavailable.ts';

/** `outage`: done, its answer lost, and the next operations of any kind fail as well. */
export const troubles = ['not done', 'answer lost', 'outage'] as const;
export type Trouble = (typeof troubles)[number];

const OUTAGE_OPERATIONS = 7;

export interface FailingDatabase {
  readonly db: Database;
  /** Counts writes from here; the n-th, 1 for the next one, fails. */
  failAt(n: number, trouble: Trouble): void;
  /** Whether the trouble has come and gone. */
  isOver(): boolean;
  /** What failed, for the message of a failed test. */
  failed(): readonly string[];
}

/**
 * Fails like a store that keeps the order of writes, if `inner` does: what is asked in the same turn of the loop shares the
 * fate of a write that is not done. Give it a database without `keepsOrder` to fail each write by itself.
 */
export function openFailing(inner: Database): FailingDatabase {
  let isTurnLost = false;
  let left = 0;
  let trouble: Trouble = 'not done';
  let away = 0;
  let failed: string[] = [];
  const fail = ({ collection, method }: Operation, how: string) => {
    failed.push(`${collection}.${method} ${how}`);
    return new DatabaseStalled('as the test wants it');
  };
  const db = aroundDatabase(inner, async (operation, run) => {
    if (isTurnLost && operation.isWrite) {
      await setImmediate();
      throw fail(operation, 'not done either');
    }
    if (away > 0) {
      away -= 1;
      throw fail(operation, 'not done');
    }
    if (!operation.isWrite || left === 0) return await run();
    left -= 1;
    if (left > 0) return await run();
    if (trouble === 'outage') away = OUTAGE_OPERATIONS;
    if (trouble !== 'not done') await run();
    else if (inner.keepsOrder) {
      isTurnLost = true;
      await setImmediate();
      isTurnLost = false;
    }
    throw fail(operation, trouble);
  });
  return {
    db,
    failAt(n, how) {
      [left, trouble, away, failed] = [n, how, 0, []];
    },
    isOver: () => left === 0 && away === 0,
    failed: () => failed,
  };
}
