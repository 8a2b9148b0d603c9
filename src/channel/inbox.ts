/**
 * Pushes between their answer and their work. A platform waits some seconds and sends again, side by side with the first if
 * need be: so a push is only opened, kept here under the platform's own id and answered; whether it is new is decided by that
 * one insert. What it means is read by a stage (emptyInbox), each time to the same effect, and then it goes.
 */
import { setImmediate } from 'node:timers/promises';
import { sealText, unsealText } from '../privacy/seal-text.ts';
import type { Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Doorway, Told } from './contract.ts';

export interface KeptPush extends Row {
  /** `<account>:<key>`: the same push sent twice is one. */
  readonly _id: string;
  readonly account: string;
  /** When it reached us. */
  readonly at: Date;
  /** What its platform said (Received.body). */
  readonly body: string;
  /** That the body is sealed. */
  readonly sealed?: true;
  /** Present where its answer has said something to who wrote. */
  readonly said?: Said;
}

/** Words a rule of the staff's gives (reply/say-at-once.ts). */
export interface Said {
  readonly rule: string;
  readonly text: string;
}

/** A push that was read. */
export interface ReadPush extends Told, Pick<KeptPush, 'at' | 'said'> {}

export interface Inbox {
  /** Settles when it is in the store; one that is there already is left as it is. */
  keep(push: KeptPush, how: { readonly reaches: boolean }): Promise<unknown>;
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
    keep(push, { reaches }) {
      const row = reaches ? sealed(push, key) : push;
      filling ??= begin();
      filling.rows.push(row);
      return filling.written;
    },
  };
}

/** Bounds how long other work waits for one pull. */
const AT_ONCE = 100;

export interface InboxDesk {
  readonly db: Database;
  readonly key?: Buffer;
  /** Those that are open: what waits for an account that was taken out of the settings waits until it is back. */
  readonly doorways: readonly Doorway[];
}

/** Reads what is kept, hands it over account by account, and lets it go. Returns how many it handed over. */
export async function emptyInbox(
  { db, key, doorways }: InboxDesk,
  take: (account: string, pushes: readonly ReadPush[]) => Promise<void>,
): Promise<number> {
  const reading = new Map(doorways.map((doorway) => [doorway.id, doorway]));
  const here = { account: { $in: [...reading.keys()] } };
  const rows = await pushesOf(db).find(here, { limit: AT_ONCE }).toArray();
  for (const [account, pushes] of Map.groupBy(rows, ({ account }) => account)) {
    const read = pushes.map((push) => ({ ...push, ...readOne(reading.get(account), push, key) }));
    await take(account, read);
  }
  if (rows.length > 0) await pushesOf(db).deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } });
  return rows.length;
}

function readOne(doorway: Doorway | undefined, push: KeptPush, key: Buffer | undefined): Told {
  if (!doorway?.readPushed) throw new Error(`account ${push.account} has taken a push and cannot read it`);
  return doorway.readPushed(push.sealed ? unsealText(push.body, keyOf(key), push._id) : push.body, push.at);
}

/** What reaches a person is kept readable nowhere, not even for the seconds a push waits here. */
function sealed(push: KeptPush, key: Buffer | undefined): KeptPush {
  return { ...push, body: sealText(push.body, keyOf(key), push._id), sealed: true };
}

function keyOf(key: Buffer | undefined): Buffer {
  if (!key) throw new Error('what reaches a person needs the key to seal it');
  return key;
}

function pushesOf(db: Database) {
  return db.collection<KeptPush>(PUSHES);
}
