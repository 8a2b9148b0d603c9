/**
 * Pushes between their answer and their work. A platform waits some seconds and sends again, side by side with the first if
 * need be: so a push is only read, kept here under the platform's own id and answered; whether it is new is decided by that
 * one insert. What it means is taken from here by a stage (emptyInbox), each time to the same effect, and then it goes.
 */
import { setImmediate } from 'node:timers/promises';
import { sealText, unsealText } from '../privacy/seal-text.ts';
import type { Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Comment, Received } from './contract.ts';

export interface KeptPush extends Row, Pick<Received, 'comments' | 'sightings'> {
  /** `<account>:<key>`: the same push sent twice is one. */
  readonly _id: string;
  readonly account: string;
  /** When it reached us. */
  readonly at: Date;
  /** How the writers can be reached, sealed; absent for none. */
  readonly contacts?: string;
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
export function openInbox(db: Database, key?: Buffer): Inbox {
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
      filling.rows.push(sealed(push, key));
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
  key?: Buffer,
): Promise<number> {
  const found = await pushesOf(db).find({}, { limit: AT_ONCE }).toArray();
  const rows = found.map((push) => opened(push, key));
  for (const [account, pushes] of Map.groupBy(rows, ({ account }) => account)) await take(account, pushes);
  if (rows.length > 0) await pushesOf(db).deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
  return rows.length;
}

/** What reaches a person is kept readable nowhere, not even for the seconds a push waits here. */
function sealed(push: KeptPush, key: Buffer | undefined): KeptPush {
  if (push.comments.every(({ contact }) => contact === undefined)) return push;
  if (!key) throw new Error('contact data needs the key to seal it');
  const text = JSON.stringify(push.comments.map(({ contact = null }) => contact));
  return { ...push, comments: push.comments.map(without), contacts: sealText(text, key, push._id) };
}

function without({ contact: _, ...comment }: Comment): Comment {
  return comment;
}

function opened(push: KeptPush, key: Buffer | undefined): KeptPush {
  if (push.contacts === undefined || !key) return push;
  const contacts = JSON.parse(unsealText(push.contacts, key, push._id)) as readonly (Comment['contact'] | null)[];
  const comments = push.comments.map((comment, i) => ({ ...comment, ...(contacts[i] && { contact: contacts[i] }) }));
  return { ...push, comments };
}

function pushesOf(db: Database) {
  return db.collection<KeptPush>(PUSHES);
}
