/**
 * One thing entered by hand: what happened, on which day, how often, and what shows it. It is never edited: a wrong one is taken
 * back with a reason, and entered again.
 */
import { startOfDay } from '../clock.ts';
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import type { ChoiceName } from './entry-choices.ts';

export type Chosen = Readonly<Partial<Record<ChoiceName, string>>>;

export interface Entry extends Row, Telling {
  /** Of entry-kinds.ts. */
  readonly kind: string;
  /** Beijing day it happened, 'YYYY-MM-DD': the period it counts in. */
  readonly on: string;
  readonly count: number;
  /** How many people took part; null where that is not counted. */
  readonly people: number | null;
  /** Money it was about, in 分; null, or absent in older records, where that is not counted. */
  readonly fen?: number | null;
  /** Who applied, what came of it … (entry-choices.ts); absent in older records. */
  readonly chosen?: Chosen;
  /** It says how many there are, not how many came about; absent in older records. */
  readonly standing?: boolean;
  readonly title: string;
  /** What shows it: document number, link, place in the archive. */
  readonly proof: string;
  /** Files that show it, by id; absent in older records. */
  readonly proofFiles?: readonly string[];
  /** Staff id. */
  readonly by: string;
  readonly at: Date;
  readonly takenBack: { readonly by: string; readonly at: Date; readonly reason: string } | null;
}

export const ENTRIES = 'entries';

export const entryIndexes: readonly IndexDeclaration[] = [
  { collection: ENTRIES, keys: { on: -1 }, serves: 'what was entered for a period, the latest first' },
  { collection: ENTRIES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export function entriesOf(db: Database): Collection<Entry> {
  return db.collection<Entry>(ENTRIES);
}

/** The line counts on the day it happened and also says when it was entered. */
export function madeLine(entry: Omit<Entry, 'unposted'>): Line {
  const { _id, on, title, proof, proofFiles = [], by, at } = entry;
  const files: Line['facts'] = proofFiles.length > 0 ? { proofFiles } : {};
  const facts = { ...numbersOf(entry), title, proof, ...files, enteredAt: at.toISOString() };
  return aLine({ what: 'entry.made', subject: _id, at: startOfDay(on), by, facts });
}

/** Takes off, on the same day, what the entry put on: so it also shows in a period that was closed meanwhile. */
export function takenBackLine(entry: Entry, taken: NonNullable<Entry['takenBack']>): Line {
  const facts = { ...numbersOf(entry), reason: taken.reason, takenBackAt: taken.at.toISOString() };
  return aLine({ what: 'entry.taken-back', subject: entry._id, at: startOfDay(entry.on), by: taken.by, facts });
}

/** What is counted of it: the same in both lines. */
function numbersOf({ kind, count, people, fen, chosen, standing }: Omit<Entry, 'unposted'>): Line['facts'] {
  const money: Line['facts'] = typeof fen === 'number' ? { fen } : {};
  return { kind, count, people, ...money, ...chosen, ...(standing && { standing }) };
}
