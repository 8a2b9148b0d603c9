/** Entering by hand, and taking back what was wrong. */
import { isDay, toDay } from '../clock.ts';
import { invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type Entry, entriesOf, madeLine, takenBackLine } from './entry.ts';
import { findEntryKind } from './entry-kinds.ts';

export interface EntryInput {
  readonly kind: string;
  readonly on: string;
  readonly count: number;
  readonly people?: number;
  readonly title: string;
  readonly proof: string;
}

/** Throws 'no-right', 'invalid-input'. */
export async function makeEntry(db: Database, input: EntryInput, by: Person, now: Date): Promise<Entry> {
  requireRole(by, 'statistician', 'administrator');
  refuseWrong(input, now);
  const { kind, on, count, people = null, title, proof } = input;
  const entry = { _id: newId(now), kind, on, count, people, title, proof, by: by.id, at: now, takenBack: null };
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

function refuseWrong({ kind: id, on, people }: EntryInput, now: Date): void {
  const kind = findEntryKind(id);
  if (!kind) throw invalid('kind', `没有“${id}”这类补录`, '可用的类别见 GET /api/entries/kinds');
  if (!isDay(on)) throw invalid('on', `“${on}”不是日期`, '请写作 2018-07-03');
  if (on > toDay(now)) throw invalid('on', '日期在将来', '请填写实际发生的日期');
  if (kind.people && people === undefined) throw invalid('people', `没有填写${kind.people}`, '请填写参加人数');
  if (!kind.people && people !== undefined) throw invalid('people', `“${kind.title}”不计人数`, '请去掉此项');
}
