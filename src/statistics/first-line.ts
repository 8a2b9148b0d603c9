/**
 * What the ledger folds into: for each thing that counts, the line it is counted by, and for each figure and month how many
 * there are. Both follow from the ledger alone and can be made anew from it; a generation is one such making. What was there
 * when it was made stands in packs (pack.ts), what came since in records of its own.
 */
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { packIndexes } from './pack.ts';

/** The earliest line of a key, which decides the month it counts in. */
export interface FirstLine extends Row {
  /** `generation|figure|key`. */
  readonly _id: string;
  /** `generation|figure`. */
  readonly figure: string;
  /** 'YYYY-MM' of the line's Beijing day. */
  readonly month: string;
  readonly at: Date;
  /** Id of the line. */
  readonly line: string;
  /** How much it counts; 1 unless its rule says otherwise. */
  readonly weight: number;
  /** The month of the packed line that it takes the place of, and how much that counted; null when there is none. */
  readonly instead: string | null;
  readonly insteadWeight: number;
}

/** What the first lines of a figure come to in a month. */
export interface Total extends Row {
  /** `generation|figure|month`. */
  readonly _id: string;
  readonly generation: string;
  /** Without its generation: `rule` or `rule:group`. */
  readonly figure: string;
  readonly month: string;
  /** What the packs come to; the rest is counted. */
  readonly base: number;
  readonly count: number;
  /** Whether any of its lines counts other than 1: then they are read and summed, not counted by the index. */
  readonly isWeighed: boolean;
  /** Something may have come since it was counted. Said before that comes, so that no crash leaves an old count behind. */
  readonly isStale: boolean;
  /** Rises with every change, so that an older count never overwrites a newer one (total-months.ts). */
  readonly change: number;
}

/** How far the ledger is folded. One record. */
export interface Fold extends Row {
  readonly _id: 'figures';
  /** Of the rules; another one asks for a new generation. */
  readonly version: string;
  /** What figures are read from; '' before the first one is finished. */
  readonly generation: string;
  /** Number of the last seal whose lines are in it. */
  readonly upTo: number;
  /** The generation in the making, or null. */
  readonly making: Making | null;
}

export interface Making {
  readonly generation: string;
  readonly version: string;
  readonly startedAt: Date;
  /** When it last told how far it is: one that fell silent has died. */
  readonly beatAt: Date;
  /** Lines folded, of so many. */
  readonly folded: number;
  readonly of: number;
}

export const foldIndexes: readonly IndexDeclaration[] = [
  {
    collection: 'first-lines',
    keys: { figure: 1, month: 1 },
    serves: 'by which lines is a figure counted in a month?',
  },
  {
    collection: 'first-lines',
    keys: { figure: 1, instead: 1 },
    serves: 'which packed lines of a month are counted by an earlier one?',
  },
  ...packIndexes,
  { collection: 'totals', keys: { generation: 1, month: 1 }, serves: 'all figures of some months' },
  { collection: 'totals', keys: { generation: 1, isStale: 1 }, serves: 'which months must be counted again?' },
];

export function firstLinesOf(db: Database): Collection<FirstLine> {
  return db.collection<FirstLine>('first-lines');
}

export function totalsOf(db: Database): Collection<Total> {
  return db.collection<Total>('totals');
}

export function foldsOf(db: Database): Collection<Fold> {
  return db.collection<Fold>('folds');
}

/** Of two lines of one key: whether `one` is the one it counts by. */
export function isFirst(one: Pick<FirstLine, 'at' | 'line'>, other: Pick<FirstLine, 'at' | 'line'>): boolean {
  const apart = one.at.getTime() - other.at.getTime();
  return apart < 0 || (apart === 0 && one.line < other.line);
}
