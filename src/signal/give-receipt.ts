/**
 * Which number belongs to which signal. A number is given when somebody is to be told it, not when a signal comes in: most are
 * never asked for, and an import of hundreds of thousands has nobody to tell.
 */
import { Problem } from '../errors.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { drawReceiptNumber, readReceiptNumber } from './receipt-number.ts';
import { type Signal, signalsOf } from './signal.ts';

interface Receipt extends Row {
  /** The number, with hyphens. */
  readonly _id: string;
  readonly signal: string;
  readonly givenAt: Date;
}

const RECEIPTS = 'receipts';

export const receiptIndexes: readonly IndexDeclaration[] = [
  { collection: RECEIPTS, keys: { signal: 1 }, unique: true, serves: 'which number has this signal?' },
];

/** More draws than chance could use up: then something else is wrong. */
const MOST_DRAWS = 20;

/** The number of a signal, the same whenever and from however many sides it is asked for. Its day is that of `receivedAt`. */
export async function giveReceipt(
  db: Database,
  { _id: signal, receivedAt }: Pick<Signal, '_id' | 'receivedAt'>,
  now: Date,
  draw?: (below: number) => number,
): Promise<string> {
  for (let i = 0; i < MOST_DRAWS; i++) {
    const known = await receiptsOf(db).findOne({ signal });
    if (known) return known._id;
    const receipt = { _id: drawReceiptNumber(receivedAt, draw), signal, givenAt: now };
    try {
      await receiptsOf(db).insertOne(receipt);
      return receipt._id;
    } catch (error) {
      if (!isTaken(error)) throw error; // the number is another signal's, or somebody gave this one its number just now
    }
  }
  throw new Error(`no free receipt number after ${MOST_DRAWS} draws`);
}

/** Numbers given so far, by signal. */
export async function receiptNumbersOf(db: Database, signals: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await receiptsOf(db)
    .find({ signal: { $in: signals } })
    .toArray();
  return new Map(found.map(({ _id, signal }) => [signal, _id]));
}

/** The signal a typed number means. Throws 'invalid-input' for a slip of the pen, 'not-found'. */
export async function getSignalByReceipt(
  db: Database,
  typed: string,
): Promise<{ readonly number: string; readonly signal: Signal }> {
  const number = readReceiptNumber(typed);
  const receipt = await receiptsOf(db).findOne({ _id: number });
  const signal = receipt && (await signalsOf(db).findOne({ _id: receipt.signal }));
  if (!signal) throw new Problem('not-found', '没有查到这个编号。请对照回执核对；很久以前的留言可能已按规定删除。');
  return { number, signal };
}

function receiptsOf(db: Database): Collection<Receipt> {
  return db.collection<Receipt>(RECEIPTS);
}
