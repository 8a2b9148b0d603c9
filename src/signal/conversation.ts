/**
 * How long and how often an account may still write to somebody who wrote to it. Platforms allow a few messages within a time
 * after each of his (Limits.afterMessage); one record for each person keeps when he last wrote and how many went out since.
 * Each message takes its place by an update that fails when none is left, so that processes cannot overrun it together.
 */
import type { Limits } from '../channel/contract.ts';
import { after } from '../clock.ts';
import type { Collection, Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';

interface Conversation extends Row {
  /** `account:person`, the person by the platform's id. */
  readonly _id: string;
  /** When the person last wrote. */
  readonly lastAt: Date;
  /** Messages of ours since then. */
  readonly sent: number;
}

/** Who wrote to which account. */
export interface Correspondent {
  readonly account: string;
  readonly person: string;
}

/** What may still be written to a person. */
export interface Window {
  readonly until: Date;
  /** Null for no limit. */
  readonly left: number | null;
}

type Allowance = NonNullable<Limits['afterMessage']>;

export const CONVERSATIONS = 'conversations';

/** Notes a message of theirs. An older one, or the same again, changes nothing. */
export async function noteMessage(db: Database, who: Correspondent, lastAt: Date): Promise<void> {
  const _id = idOf(who);
  const { taken } = await insertNew(conversationsOf(db), [{ _id, lastAt, sent: 0 }]);
  if (taken.length > 0) {
    await conversationsOf(db).updateOne({ _id, lastAt: { $lt: lastAt } }, { $set: { lastAt, sent: 0 } });
  }
}

/** Null for somebody of whom no message is known: then the platform alone can tell. */
export async function findWindow(db: Database, who: Correspondent, { ms, count }: Allowance): Promise<Window | null> {
  const found = await conversationsOf(db).findOne({ _id: idOf(who) });
  if (!found) return null;
  return { until: after(found.lastAt, ms), left: count === null ? null : Math.max(0, count - found.sent) };
}

/** Takes one of the places left at `now`; false when there is none. */
export async function takePlace(
  db: Database,
  who: Correspondent,
  { allowed: { ms, count }, now }: { allowed: Allowance; now: Date },
): Promise<boolean> {
  const open = { _id: idOf(who), lastAt: { $gt: after(now, -ms) }, ...(count !== null && { sent: { $lt: count } }) };
  const { matchedCount } = await conversationsOf(db).updateOne(open, { $inc: { sent: 1 } });
  return matchedCount === 1;
}

/** Gives a place back: the message certainly did not go out. */
export async function leavePlace(db: Database, who: Correspondent): Promise<void> {
  await conversationsOf(db).updateOne({ _id: idOf(who), sent: { $gt: 0 } }, { $inc: { sent: -1 } });
}

function idOf({ account, person }: Correspondent): string {
  return `${account}:${person}`;
}

function conversationsOf(db: Database): Collection<Conversation> {
  return db.collection<Conversation>(CONVERSATIONS);
}
