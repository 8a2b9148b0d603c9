/**
 * What the store promises share: the engine under test, a fresh collection for each fact, and small helpers.
 */
import type { Collection, Database, Row, Updated } from '../../../src/store/collection.ts';

export interface Sample extends Row {
  readonly [field: string]: unknown;
}

/** Everything is asked for inside a test: when the promises are declared, the engine has not started. */
export interface Stage {
  db(): Database;
  /** This test's own collection. */
  rows(): Collection<Sample>;
  /** False for mongo-java-server: it compares UTF-16 units, where MongoDB compares code points. */
  sortsByCodePoint(): boolean;
}

export const NOON = new Date('2026-03-02T04:00:00.123Z');

export function at(minute: number): Date {
  return new Date(NOON.getTime() + minute * 60_000);
}

export function idsOf(rows: readonly Row[]): string[] {
  return rows.map((row) => row._id);
}

/** Matched, modified, upserted. */
export function counts(updated: Updated): number[] {
  return [updated.matchedCount, updated.modifiedCount, updated.upsertedCount];
}
