/** A closed period beside what the ledger says now: which figures differ, and by which lines. */

import type { Database } from '../store/collection.ts';
import { type Closing, closedLinesOf } from './closing.ts';
import type { Counted } from './count-figures.ts';

export interface Restated {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly closed: number;
  readonly now: number;
  /** Ids of lines that count now and did not then. */
  readonly added: readonly string[];
  /** Ids of lines that counted then and do not now: a topic was merged into another, say. */
  readonly dropped: readonly string[];
}

/** The figures that differ by value or by line. `counted` is the period as the ledger has it now. */
export async function restate(
  db: Database,
  closing: Closing,
  counted: readonly Counted[],
): Promise<readonly Restated[]> {
  const now = new Map(counted.map((one) => [one.figure.id, one]));
  const closed = new Map(closing.figures.map((one) => [one.id, one]));
  const ids = [...new Set([...closed.keys(), ...now.keys()])];
  const restated = await Promise.all(
    ids.map(async (id) => {
      const [before, after] = [closed.get(id), now.get(id)];
      const { title, unit } = before ?? after?.figure ?? { title: id, unit: '' };
      const lines = after?.lines ?? [];
      const then = await linesWhenClosed(db, closing, id);
      const current = new Set(lines);
      const added = lines.filter((line) => !then.has(line));
      const dropped = [...then].filter((line) => !current.has(line));
      return { id, title, unit, closed: before?.value ?? 0, now: after?.figure.value ?? 0, added, dropped };
    }),
  );
  return restated.filter((one) => one.closed !== one.now || one.added.length > 0 || one.dropped.length > 0);
}

/** Ids of the lines a closed figure was counted by. */
export async function linesWhenClosed(db: Database, { keptAs }: Closing, figure: string): Promise<ReadonlySet<string>> {
  const rows = await closedLinesOf(db).find({ keptAs, figure }).toArray();
  return new Set(rows.flatMap(({ ids }) => ids));
}
