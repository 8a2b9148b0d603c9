/**
 * Many first lines in one record. A making of the figures (refold.ts) writes packs, a hundredth of the writes that a record for
 * each would be; they never change. What the ledger tells later stands in first lines of its own beside them, one that takes the
 * place of a packed one names the month it was packed in (`instead`).
 */
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import type { FirstLine } from './first-line.ts';

/** What a pack holds, in short. A making reads all of these and only some of the packed lines. */
export interface Pack extends Row {
  /** `generation|number`, numbers in the order of writing. */
  readonly _id: string;
  readonly generation: string;
  /** `generation|figure`. */
  readonly figure: string;
  /** Packs of one run of lines do not overlap; those of different runs may. */
  readonly run: number;
  /** First and last key, by UTF-16 units. */
  readonly from: string;
  readonly to: string;
  /** First and last month it has lines of. */
  readonly firstMonth: string;
  readonly lastMonth: string;
}

/** The lines of a pack, column by column; all columns are as long as `keys`. */
export interface PackedLines extends Row {
  /** That of the pack. */
  readonly _id: string;
  readonly keys: readonly string[];
  readonly months: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  readonly lines: readonly string[];
  /** null where each counts 1. */
  readonly weights: readonly number[] | null;
}

/** Lines in one pack: one is read in about a millisecond. */
export const A_PACK = 1000;

export const packIndexes: readonly IndexDeclaration[] = [
  { collection: 'packs', keys: { generation: 1 }, serves: 'which packs has a generation?' },
];

export function packsOf(db: Database): Collection<Pack> {
  return db.collection<Pack>('packs');
}

export function packedLinesOf(db: Database): Collection<PackedLines> {
  return db.collection<PackedLines>('packed-lines');
}

/** A packed line as a record of its own would be. */
export function lineIn({ figure }: Pick<Pack, 'figure'>, packed: PackedLines, at: number): FirstLine {
  return {
    _id: `${figure}|${packed.keys[at]}`,
    ...{ figure, month: packed.months[at] ?? '', at: new Date(packed.at[at] ?? 0), line: packed.lines[at] ?? '' },
    ...{ weight: packed.weights?.[at] ?? 1, instead: null, insteadWeight: 0 },
  };
}

/** The place of a key in a pack, or -1. */
export function placeOf(key: string, { keys }: PackedLines): number {
  const at = countUpTo(keys.length, (place) => (keys[place] ?? '') < key);
  return keys[at] === key ? at : -1;
}

/** How many of `count` places are before the first that `isBefore` says no of; all before it must be yes. */
export function countUpTo(count: number, isBefore: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
