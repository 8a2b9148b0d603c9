/**
 * 暂停全部发送: on a day of mourning or in an emergency nothing goes out that has not gone out yet. What is being sent ends,
 * lost answers are still looked for; everything else waits and is listed. One record, so there is one pause or none.
 */
import { Problem } from '../errors.ts';
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';

export interface Pause extends Telling {
  readonly _id: typeof ALL;
  readonly isOn: boolean;
  /** Pauses so far; tells their lines apart. */
  readonly nth: number;
  readonly reason: string;
  /** Urgent releases go out all the same. */
  readonly urgentGoes: boolean;
  readonly by: string;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  /** How many deliveries it held when it ended. */
  readonly held: number | null;
}

const ALL = 'all';
const PAUSES = 'pauses';

export const pauseIndexes: readonly IndexDeclaration[] = [
  { collection: PAUSES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export interface Pausing {
  readonly by: Person;
  readonly now: Date;
  /** Told to the staff beside everything that waits. */
  readonly reason: string;
  readonly urgentGoes: boolean;
}

/** Holds everything not yet sent. Throws 'no-right'; 'wrong-state' when it is held already. */
export async function pauseAll(db: Database, { by, now, reason, urgentGoes }: Pausing): Promise<void> {
  requireRole(by, 'approver', 'administrator');
  const before = await pausesOf(db).findOne({ _id: ALL });
  const nth = (before?.nth ?? 0) + 1;
  const facts = { reason, urgentGoes };
  const line = aLine({ what: 'sending.paused', subject: ALL, at: now, by: by.id, facts, nth });
  const began = { isOn: true, nth, reason, urgentGoes, by: by.id, at: now };
  const pause = { ...began, endedAt: null, endedBy: null, held: null };
  const isDone = before
    ? await change(db, { isOn: false, nth: before.nth }, pause, line)
    : await insert(pausesOf(db), { _id: ALL, ...pause, unposted: [line] });
  if (!isDone) throw new Problem('wrong-state', '全部发送已经暂停。如需更改原因，请先恢复再暂停。');
}

/** Lets everything go on, and keeps what was held on record. Throws 'no-right'; 'wrong-state' when nothing is held. */
export async function resumeAll(db: Database, { by, now }: Pick<Pausing, 'by' | 'now'>): Promise<void> {
  requireRole(by, 'approver', 'administrator');
  const pause = await currentPause(db);
  if (pause && (await end(db, pause, { by, now }))) return;
  throw new Problem('wrong-state', '当前没有暂停，无需恢复。请刷新后再看。');
}

async function end(db: Database, pause: Pause, { by, now }: Pick<Pausing, 'by' | 'now'>): Promise<boolean> {
  const { nth } = pause;
  const held = (await countHeld(db, pause, now)).total;
  const line = aLine({ what: 'sending.resumed', subject: ALL, at: now, by: by.id, facts: { held }, nth });
  return await change(db, { isOn: true, nth }, { isOn: false, endedAt: now, endedBy: by.id, held }, line);
}

/** The pause that is on, or the one before; null when there never was one. */
export async function lastPause(db: Database): Promise<Pause | null> {
  return await pausesOf(db).findOne({ _id: ALL });
}

/** The pause that is on, or null. */
export async function currentPause(db: Database): Promise<Pause | null> {
  return await pausesOf(db).findOne({ _id: ALL, isOn: true });
}

/** Whether a pause holds this delivery back. Looking for a lost answer is never held: it only reads. */
export function isHeld({ state, urgent }: Pick<Delivery, 'state' | 'urgent'>, pause: Pause | null): boolean {
  return pause !== null && state === 'waiting' && !(urgent && pause.urgentGoes);
}

/** The same as a filter: what may go on. */
export function notHeld(pause: Pause | null): Readonly<Record<string, unknown>> {
  if (pause === null) return {};
  const underWay = { state: { $in: ['sending', 'settling'] } };
  return pause.urgentGoes ? { $or: [underWay, { urgent: true }] } : underWay;
}

/** What a pause holds at `now`: deliveries that would have gone out by then. */
export function heldBy(pause: Pick<Pause, 'urgentGoes'>, now: Date): Readonly<Record<string, unknown>> {
  return { state: 'waiting', dueAt: { $lte: now }, ...(pause.urgentGoes && { urgent: false }) };
}

/** How many a pause holds, in all and by account. */
export async function countHeld(
  db: Database,
  pause: Pick<Pause, 'urgentGoes'>,
  now: Date,
): Promise<{
  readonly total: number;
  readonly accounts: readonly { readonly account: string; readonly held: number }[];
}> {
  const grouped = await db
    .collection<Delivery>(DELIVERIES)
    .aggregate<{ _id: string; held: number }>([
      { $match: heldBy(pause, now) },
      { $group: { _id: '$account', held: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  const accounts = grouped.map(({ _id, held }) => ({ account: _id, held }));
  return { total: accounts.reduce((sum, { held }) => sum + held, 0), accounts };
}

function pausesOf(db: Database): Collection<Pause> {
  return db.collection<Pause>(PAUSES);
}

async function change(db: Database, still: object, pause: Partial<Pause>, line: Line): Promise<boolean> {
  const { modifiedCount } = await pausesOf(db).updateOne(
    { _id: ALL, ...still },
    { $set: pause, $push: { unposted: line } },
  );
  return modifiedCount === 1;
}

async function insert(pauses: Collection<Pause>, pause: Pause): Promise<boolean> {
  try {
    await pauses.insertOne(pause);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}
