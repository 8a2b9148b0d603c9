/** Entering by hand, and taking back what was wrong. */
import { Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { toFen } from './amount.ts';
import { checkEntry, type EntryPlace } from './check-entry.ts';
import { type Chosen, type Entry, entriesOf, madeLine, takenBackLine } from './entry.ts';

export interface EntryDesk extends Pick<EntryPlace, 'accounts'> {
  readonly db: Database;
}

export interface EntryInput {
  readonly kind: string;
  readonly on: string;
  readonly count: number;
  readonly people?: number;
  /** 万元, such as '12.5'. */
  readonly amount?: string;
  readonly chosen?: Chosen;
  readonly title: string;
  readonly proof: string;
  /** Ids of files that show it; the caller has checked that they are there. */
  readonly proofFiles?: readonly string[] | undefined;
}

const CASES: Readonly<Record<string, string>> = { 'case-received': 'case.accepted', 'case-closed': 'case.closed' };

/** Cases that a hotline told of one by one are counted by themselves: a number for the same month would count them twice. */
async function refuseCounted(db: Database, kind: string, on: string): Promise<void> {
  const what = CASES[kind];
  if (what === undefined) return;
  const month = { $gte: `${on.slice(0, 7)}-01`, $lte: `${on.slice(0, 7)}-31` };
  if ((await ledgerOf(db).countDocuments({ what, on: month, 'facts.byHand': { $ne: true } })) === 0) return;
  throw new Problem(
    'does-not-fit',
    '这个月的案件已由热线工单逐件计数，再补录会重复。请核对热线工单，或补录到其他月份。',
  );
}

/** Throws 'no-right', 'invalid-input', 'does-not-fit'. */
export async function makeEntry({ db, accounts }: EntryDesk, input: EntryInput, by: Person, now: Date): Promise<Entry> {
  requireRole(by, 'statistician', 'administrator');
  const kind = checkEntry(input, { now, accounts });
  await refuseCounted(db, kind.id, input.on);
  const { on, count, people = null, amount, chosen = {}, title, proof, proofFiles = [] } = input;
  const numbers = { kind: kind.id, on, count, people, fen: amount === undefined ? null : toFen(amount), chosen };
  const about = { title, proof, proofFiles, by: by.id, at: now, takenBack: null };
  const entry = { _id: newId(now), ...numbers, standing: kind.standing ?? false, ...about };
  const whole: Entry = { ...entry, unposted: [madeLine(entry)] };
  await entriesOf(db).insertOne(whole);
  return whole;
}

/** Throws 'not-found'. */
export async function getEntry(db: Database, id: string): Promise<Entry> {
  const entry = await entriesOf(db).findOne({ _id: id });
  if (!entry) throw new Problem('not-found', `没有编号为 ${id} 的补录。请从补录列表重新进入。`);
  return entry;
}

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function takeBackEntry(
  db: Database,
  { id, reason }: { readonly id: string; readonly reason: string },
  by: Person,
  now: Date,
): Promise<Entry> {
  requireRole(by, 'statistician', 'administrator');
  const entry = await getEntry(db, id);
  const takenBack = { by: by.id, at: now, reason };
  const changed = await entriesOf(db).findOneAndUpdate(
    { _id: id, takenBack: null },
    { $set: { takenBack }, $push: { unposted: takenBackLine(entry, takenBack) } },
    { returnDocument: 'after' },
  );
  if (!changed) throw new Problem('wrong-state', '这条补录已经撤销。');
  return changed;
}
