/** The latest check of one account, and when its authorisation ends. How it is made: check-accounts.ts. */
import { hours } from '../clock.ts';
import type { Telling } from '../ledger/line.ts';
import type { Database, IndexDeclaration } from '../store/collection.ts';
import type { Finding } from './contract.ts';

export interface Checkup extends Telling {
  /** Account id. */
  readonly _id: string;
  readonly at: Date;
  readonly findings: readonly Finding[];
  /** null where nothing ends, or nobody knows when. */
  readonly endsAt: Date | null;
  /** Warnings given for this end. */
  readonly warned: readonly string[];
}

export const CHECKUPS = 'checkups';

export const checkupIndexes: readonly IndexDeclaration[] = [
  { collection: CHECKUPS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/** Platforms tell seconds that are left, so the same end is told a little differently each time. */
const SAME_MS = hours(1);

/** Keeps what was found; an end that is another one than before has not been warned of. */
export async function keepCheckup(
  db: Database,
  { _id, at, findings, endsAt }: Pick<Checkup, '_id' | 'at' | 'findings' | 'endsAt'>,
): Promise<void> {
  const checkups = db.collection<Checkup>(CHECKUPS);
  const before = await checkups.findOne({ _id });
  const isSame = endsAt === null || isNear(endsAt, before?.endsAt ?? null);
  const end = { endsAt, warned: [] };
  const update = isSame ? { $set: { at, findings } } : { $set: { at, findings, ...end } };
  const $setOnInsert = { ...(isSame && end), unposted: [] };
  await checkups.updateOne({ _id }, { ...update, $setOnInsert }, { upsert: true });
}

function isNear(one: Date, other: Date | null): boolean {
  return other !== null && Math.abs(one.getTime() - other.getTime()) < SAME_MS;
}
