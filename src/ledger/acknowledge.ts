/**
 * A sealed line that was lost and made anew from its record differs from what was sealed, for good. Somebody who has looked at
 * it acknowledges that by name, with a reason; the seals' monitor then tells who did, and still never calls the line clean.
 *
 * What counts is the acknowledgement's own ledger line, which a seal covers: it names both hashes, so that it speaks for this
 * one content of the line and no other.
 */
import { Problem } from '../errors.ts';
import { digestOf } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { aLine, type Line, lineId, type Telling } from './line.ts';
import { hashOfLine, type KeptLine, keptLinesOf, type Seal, sealId, sealsOf } from './seal.ts';

/** Carries the line to the ledger; nobody asks it anything. */
type Acknowledgement = Row & Telling;

export const ACKNOWLEDGEMENTS = 'acknowledgements';

export const acknowledgementIndexes: readonly IndexDeclaration[] = [
  { collection: ACKNOWLEDGEMENTS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export interface Acknowledging {
  /** Number of the seal. */
  readonly seal: number;
  /** Ids of the lines. */
  readonly lines: readonly string[];
  /** Why it is right; Chinese, kept in the ledger. */
  readonly reason: string;
}

/** All of them or none. Throws 'no-right', 'not-found', 'wrong-state'. */
export async function acknowledgeLines(
  db: Database,
  { seal: number, lines, reason }: Acknowledging,
  by: Person,
  now: Date,
): Promise<readonly Line[]> {
  requireRole(by, 'approver', 'administrator');
  const seal = await sealsOf(db).findOne({ _id: sealId(number) });
  if (!seal) throw new Problem('not-found', `没有第 ${number} 号封存。请从“封存不符”的发现中抄录封存号。`);
  const there = await keptLinesOf(db)
    .find({ _id: { $in: [...lines] } })
    .toArray();
  const kept = new Map(there.map((line) => [line._id, line]));
  const told = [...new Set(lines)].map((id) => {
    const { line, was } = repairedIn(seal, id, kept.get(id));
    const facts = { ...sealedAs(seal, line, was), reason, repairedBy: String(line.facts.repairedBy) };
    return aLine({ what: 'line.acknowledged', subject: id, at: now, by: by.id, facts, nth: nthOf(facts) });
  });
  const rows = told.map((line): Acknowledgement => ({ _id: line._id, unposted: [line] }));
  await insertNew(db.collection<Acknowledgement>(ACKNOWLEDGEMENTS), rows);
  return told;
}

/** The acknowledgements of these lines as they stand now, by line. */
export async function findAcknowledged(
  db: Database,
  seal: Seal,
  changed: readonly KeptLine[],
): Promise<ReadonlyMap<string, Line>> {
  const sealed = new Map(seal.lines.map(({ id, hash }) => [id, hash]));
  const ids = changed.map((line) => {
    const facts = sealedAs(seal, line, sealed.get(line._id) ?? '');
    return lineId('line.acknowledged', line._id, nthOf(facts));
  });
  const told = await keptLinesOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
  return new Map(told.map((line) => [line.subject, line]));
}

/** Whether a line that was made anew says, but for the note that it was, exactly what was sealed. */
export function saysTheSame(line: Line, sealedHash: string): boolean {
  const { repaired: _is, repairedBy: _by, repairedAt: _at, ...facts } = line.facts;
  return hashOfLine({ ...line, facts }) === sealedHash;
}

function repairedIn(seal: Seal, id: string, line: KeptLine | undefined): { line: KeptLine; was: string } {
  const was = seal.lines.find((one) => one.id === id)?.hash;
  if (was === undefined) throw new Problem('not-found', `第 ${seal.number} 号封存中没有记录 ${id}。请核对记录编号。`);
  if (!line) throw new Problem('wrong-state', `记录 ${id} 还没有补记。请先在“台账不符”中按原始记录修复，再来确认。`);
  if (hashOfLine(line) === was) throw new Problem('wrong-state', `记录 ${id} 与封存时一致，不需要确认。`);
  if (line.facts.repaired !== true) {
    const remedy = '请保留现场，从备份中找出原来的内容，查明是谁、何时改动';
    throw new Problem('wrong-state', `记录 ${id} 是被改动的，不是按原始记录补记的，不能确认。${remedy}。`);
  }
  return { line, was };
}

function sealedAs({ _id }: Seal, line: KeptLine, was: string) {
  return { seal: _id, was, is: hashOfLine(line) };
}

/** For one content of the line under one seal: another content is acknowledged by nobody. */
function nthOf({ seal, was, is }: { readonly seal: string; readonly was: string; readonly is: string }): string {
  return digestOf(`${seal} ${was} ${is}`).slice(0, 16);
}
