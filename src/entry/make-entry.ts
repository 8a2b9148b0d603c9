/** Entering by hand, and taking back what was wrong. */
import { Problem } from '../errors.ts';
import { newId } from '../ids.ts';
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
}

/** Throws 'no-right', 'invalid-input'. */
export async function makeEntry({ db, accounts }: EntryDesk, input: EntryInput, by: Person, now: Date): Promise<Entry> {
  requireRole(by, 'statistician', 'administrator');
  const kind = checkEntry(input, { now, accounts });
  const { on, count, people = null, amount, chosen = {}, title, proof } = input;
  const numbers = { kind: kind.id, on, count, people, fen: amount === undefined ? null : toFen(amount), chosen };
  const about = { title, proof, by: by.id, at: now, takenBack: null };
  const entry = { _id: newId(now), ...numbers, standing: kind.standing ?? false, ...about };
  const whole: Entry = { ...entry, unposted: [madeLine(entry)] };
  await entriesOf(db).insertOne(whole);
  return whole;
}

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function takeBackEntry(
  db: Database,
  { id, reason }: { readonly id: string; readonly reason: string },
  by: Person,
  now: Date,
): Promise<Entry> {
  requireRole(by, 'statistician', 'administrator');
  const entry = await entriesOf(db).findOne({ _id: id });
  if (!entry) throw new Problem('not-found', `没有编号为 ${id} 的补录。请从补录列表重新进入。`);
  const takenBack = { by: by.id, at: now, reason };
  const changed = await entriesOf(db).findOneAndUpdate(
    { _id: id, takenBack: null },
    { $set: { takenBack }, $push: { unposted: takenBackLine(entry, takenBack) } },
    { returnDocument: 'after' },
  );
  if (!changed) throw new Problem('wrong-state', '这条补录已经撤销。');
  return changed;
}
