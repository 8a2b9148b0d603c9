/**
 * What somebody is writing and has not saved: kept every few seconds so that a closed window loses nothing, and shown to
 * others as “is editing”, so that two people don't write over each other unawares. No revision, no ledger line: it is
 * nobody's text but the writer's until it is saved.
 */
import { z } from 'zod';
import { after, minutes } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { getRelease } from './release.ts';

/** Fields as the editor has them; loose on purpose, since they are checked when they are saved. */
export const copyFields = z.record(z.string().max(40), z.json());

export interface WorkingCopy extends Row {
  /** `<release>:<staff>` */
  readonly _id: string;
  readonly release: string;
  readonly by: string;
  /** The revision it started from. */
  readonly revision: number;
  /** null while the person only has it open. */
  readonly fields: Readonly<Record<string, unknown>> | null;
  /** When it was last changed, or last seen open. */
  readonly at: Date;
}

export const WORKING_COPIES = 'working-copies';

export const workingCopyIndexes: readonly IndexDeclaration[] = [
  { collection: WORKING_COPIES, keys: { release: 1, at: -1 }, serves: 'who is writing on this release?' },
];

/** An editor that is open says so every half minute. */
const PRESENT_MS = minutes(1.5);

function copiesOf(db: Database): Collection<WorkingCopy> {
  return db.collection<WorkingCopy>(WORKING_COPIES);
}

export interface Keeping {
  readonly release: string;
  readonly revision: number;
  readonly fields: Readonly<Record<string, unknown>> | null;
}

/** Keeps the copy, or that it is open. Throws 'no-right', 'not-found', 'wrong-state'. */
export async function keepCopy(db: Database, { release, revision, fields }: Keeping, by: Person, now: Date) {
  requireRole(by, 'drafter');
  const { state } = await getRelease(db, release);
  if (state !== 'draft') throw new Problem('wrong-state', '该发布件已提交，不能再修改。请刷新后查看。');
  const _id = `${release}:${by.id}`;
  // Only being there must not wipe out what was written.
  const $set = fields ? { revision, fields, at: now } : { at: now };
  const $setOnInsert = { release, by: by.id, ...(fields ? {} : { revision, fields: null }) };
  await copiesOf(db).updateOne({ _id }, { $set, $setOnInsert }, { upsert: true });
  return await showCopies(db, release, by, now);
}

/** Mine, with its text, and who else is writing. */
export async function showCopies(db: Database, release: string, by: Person, now: Date) {
  const copies = await copiesOf(db)
    .find({ release }, { sort: { at: -1 } })
    .toArray();
  const mine = copies.find((copy) => copy.by === by.id && copy.fields !== null);
  const others = copies.filter((copy) => copy.by !== by.id && copy.at > after(now, -PRESENT_MS));
  return {
    mine: mine ? { revision: mine.revision, fields: mine.fields, at: mine.at } : null,
    others: others.map(({ by: who, at, fields }) => ({ by: who, at, writing: fields !== null })),
  };
}

/** Saved, or given up. */
export async function dropCopy(db: Database, release: string, by: Person): Promise<void> {
  await copiesOf(db).deleteOne({ _id: `${release}:${by.id}` });
}
