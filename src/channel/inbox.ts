/**
 * Pushes between their answer and their work. A platform waits some seconds and sends again, side by side with the first if
 * need be: so a push is only read, kept here under the platform's own id and answered; whether it is new is decided by that
 * one insert. What it means is taken from here by a stage (emptyInbox), each time to the same effect, and then it goes.
 */
import { setImmediate } from 'node:timers/promises';
import type { Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Received } from './contract.ts';

export interface KeptPush extends Row, Pick<Received, 'comments' | 'sightings'> {
  /** `<account>:<key>`: the same push sent twice is one. */
  readonly _id: string;
  readonly account: string;
  /** When it reached us. */
  readonly at: Date;
}

export interface Inbox {
  /** Settles when it is in the store; one that is there already is left as it is. */
  keep(push: KeptPush): Promise<unknown>;
}

/** No index: a push is only ever looked for by its id, and every index would cost as much as the insert itself. */
const PUSHES = 'pushes';

interface Batch {
  readonly rows: KeptPush[];
  readonly written: Promise<unknown>;
}

/**
 * Two batches are on their way at most: while the disk flushes one, the next one fills. More and smaller ones would cost a
 * word to the writing thread and back for every few pushes, only one at a time would leave the disk waiting for us.
 */
export function openInbox(db: Database): Inbox {
  let ahead: readonly [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
  let filling: Batch | null = null;
  function begin(): Batch {
    const rows: KeptPush[] = [];
    const [turn, last] = ahead;
    const write = async () => {
      await turn;
      await setImmediate(); // those that came with the same turn of the loop
      filling = null;
      await insertNew(pushesOf(db), rows);
    };
    const written = write();
    ahead = [last, written.catch(() => {})]; // a failure is told to those who keep
    return { rows, written };
  }
  return {
    keep(push) {
      filling ??= begin();
      filling.rows.push(push);
      return filling.written;
    },
  };
}

/** Bounds how long other work waits for one pull. */
const AT_ONCE = 100;

/** Hands over what is kept, account by account, and lets it go. Returns how many it handed over. */
export async function emptyInbox(
  db: Database,
  take: (account: string, pushes: readonly KeptPush[]) => Promise<void>,
): Promise<number> {
  const rows = await pushesOf(db).find({}, { limit: AT_ONCE }).toArray();
  for (const [account, pushes] of Map.groupBy(rows, ({ account }) => account)) await take(account, pushes);
  if (rows.length > 0) await pushesOf(db).deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
  return rows.length;
}

function pushesOf(db: Database) {
  return db.collection<KeptPush>(PUSHES);
}
