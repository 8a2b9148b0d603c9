/**
 * Posts the lines that wait inside records: copied to the ledger under their computed ids, then taken out of the record. A
 * crash in between posts them again, which changes nothing.
 */

import type { Collection, Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { ledgerOf } from './ledger.ts';
import type { Telling } from './line.ts';

const BATCH = 500;

/** Posts everything that waits in these collections, as long as the work need not wait itself. Returns how many lines it handled. */
export async function postLines(
  db: Database,
  collections: readonly string[],
  isHeld: () => boolean = () => false,
): Promise<number> {
  let posted = 0;
  for (const name of collections) posted += await postFrom(db, db.collection<Row & Telling>(name), isHeld);
  return posted;
}

async function postFrom(db: Database, records: Collection<Row & Telling>, isHeld: () => boolean): Promise<number> {
  let posted = 0;
  const waiting = { 'unposted._id': { $gt: '' } };
  while (!isHeld()) {
    const rows = await records.find(waiting, { limit: BATCH, projection: { unposted: 1 } }).toArray();
    if (rows.length === 0) return posted;
    const lines = rows.flatMap(({ unposted }) => unposted);
    await insertNew(ledgerOf(db), lines);
    posted += lines.length;
    // Nothing taken out: another process is at the same lines. The next nudge or pulse goes on, never this loop.
    if ((await takeOut(records, rows)) === 0) return posted;
  }
  return posted;
}

/** Takes out the very lines that were read, so that lines told meanwhile stay. Sent together: they commit together. */
async function takeOut(records: Collection<Row & Telling>, rows: readonly (Row & Telling)[]): Promise<number> {
  const taken = await Promise.all(
    rows.map(({ _id, unposted }) => records.updateOne({ _id }, { $pullAll: { unposted } })),
  );
  return taken.reduce((sum, { modifiedCount }) => sum + modifiedCount, 0);
}
