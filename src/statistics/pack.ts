/**
 * Many first lines in one record. A making of the figures (refold.ts) writes packs, a hundredth of the writes that a record for
 * each would be; they never change. What the ledger tells later stands in first lines of its own beside them, one that takes the
 * place of a packed one names the month it was packed in (`instead`).
 */
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import type { Told } from './counting.ts';
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

/** The lines of a pack, column by column. */
export interface PackedLines extends Row {
  /** That of the pack. */
  readonly _id: string;
  readonly keys: Column;
  /** Each as tellingOf() writes it. */
  readonly lines: Column;
  /** null where each counts 1. */
  readonly weights: readonly number[] | null;
}

/** Texts joined by spaces, which are written and read many times faster than a list of them; a list where one holds a space. */
export type Column = string | readonly string[];

/** The same, taken apart; all lists are as long as `keys`. */
export interface UnpackedLines {
  readonly keys: readonly string[];
  readonly lines: readonly string[];
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

/** What a pack tells of a line: `YYYY-MM|milliseconds since 1970|id`. */
export function tellingOf({ month, atMs, line }: Pick<Told, 'month' | 'atMs' | 'line'>): string {
  return `${month}|${atMs}|${line}`;
}

export function monthIn(telling: string): string {
  return telling.slice(0, telling.indexOf('|'));
}

export function isWord(text: string): boolean {
  return !text.includes(' ');
}

export function columnOf(texts: readonly string[], areWords = texts.every(isWord)): Column {
  return areWords ? texts.join(' ') : texts;
}

export function unpack({ keys, lines, weights }: PackedLines): UnpackedLines {
  return { keys: textsOf(keys), lines: textsOf(lines), weights };
}

function textsOf(column: Column): readonly string[] {
  return typeof column === 'string' ? column.split(' ') : column;
}

/** A packed line as a record of its own would be. */
export function lineIn(
  { figure }: Pick<Pack, 'figure'>,
  { keys, lines, weights }: UnpackedLines,
  at: number,
): FirstLine {
  const [month = '', atMs, ...line] = (lines[at] ?? '').split('|');
  return {
    _id: `${figure}|${keys[at]}`,
    ...{ figure, month, at: new Date(Number(atMs)), line: line.join('|') },
    ...{ weight: weights?.[at] ?? 1, instead: null, insteadWeight: 0 },
  };
}

/** The place of a key in a pack, or -1. */
export function placeOf(key: string, { keys }: UnpackedLines): number {
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
