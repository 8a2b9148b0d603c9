/**
 * A seal: the hashes of some lines and of the seal before, chained, so that whoever changes, removes or slips in a line
 * later, or a seal, is found out (src/monitor/check-seals.ts). Each seal leaves a line of its own, `ledger.sealed`, which a
 * later seal covers: so the last seals cannot be cut off unnoticed either.
 *
 * What a chain kept beside the data cannot show is that all of it was made anew. Against that its head stands wherever
 * somebody wrote it down: the answer to POST /api/ledger/verify takes it back and compares.
 */
import { digestOf } from '../ids.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { LEDGER, ledgerOf } from './ledger.ts';
import { aLine, type Line, type Telling } from './line.ts';

export interface SealedLine {
  /** Id of the line. */
  readonly id: string;
  readonly hash: string;
}

/** What is hashed. */
export interface SealContent {
  /** From 1, without gaps. */
  readonly number: number;
  readonly at: Date;
  /** Hash of the seal before; '' for the first. */
  readonly previous: string;
  /** In the order of the ledger: by time, then by id. */
  readonly lines: readonly SealedLine[];
}

export interface Seal extends Row, Telling, SealContent {
  /** `sealId(number)`: sorts as the chain runs, and two processes cannot both make the same one. */
  readonly _id: string;
  /** Hex SHA-256. */
  readonly hash: string;
}

/** A line as the ledger keeps it: beside its own fields stands which seal covers it, which no hash covers. */
export type KeptLine = Line & { readonly seal?: string };

export const SEALS = 'seals';

export const sealIndexes: readonly IndexDeclaration[] = [
  { collection: LEDGER, keys: { seal: 1, at: 1 }, serves: 'which lines are not sealed yet? which does a seal cover?' },
  { collection: SEALS, keys: { at: 1 }, serves: 'the seals of the last days' },
  { collection: SEALS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export function sealsOf(db: Database): Collection<Seal> {
  return db.collection<Seal>(SEALS);
}

export function keptLinesOf(db: Database): Collection<KeptLine> {
  return ledgerOf(db) as Collection<KeptLine>;
}

export function sealId(number: number): string {
  return String(number).padStart(9, '0');
}

/** The latest seal, or null. */
export async function headOf(db: Database): Promise<Seal | null> {
  const [head] = await sealsOf(db)
    .find({}, { sort: { _id: -1 }, limit: 1 })
    .toArray();
  return head ?? null;
}

/** The hash of a line's content: every field of it, facts by name, so that it is the same from any store. */
export function hashOfLine({ _id, what, subject, at, on, by, facts }: Line): string {
  const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(JSON.stringify([_id, what, subject, at.toISOString(), on, by, sorted]));
}

export function hashOfSeal({ number, at, previous, lines }: SealContent): string {
  return digestOf(JSON.stringify([number, at.toISOString(), previous, lines.map(({ id, hash }) => [id, hash])]));
}

/** A seal over these lines, after `head`, with its own line. */
export function aSeal(head: Seal | null, lines: readonly Line[], now: Date): Seal {
  const sealed = lines.map((line) => ({ id: line._id, hash: hashOfLine(line) }));
  const content = { number: (head?.number ?? 0) + 1, at: now, previous: head?.hash ?? '', lines: sealed };
  const _id = sealId(content.number);
  const hash = hashOfSeal(content);
  const facts = { number: content.number, lines: sealed.length, hash };
  return {
    ...{ _id, ...content, hash },
    unposted: [aLine({ what: 'ledger.sealed', subject: _id, at: now, by: 'system', facts })],
  };
}
