/** Fills a store from one size to the next, and puts the present day on top of it. */
import { DELIVERIES } from '../../../src/delivery/delivery.ts';
import { putDeliveries } from '../../../src/delivery/piece.ts';
import { triesOf } from '../../../src/delivery/try.ts';
import { allIndexes } from '../../../src/indexes.ts';
import { ledgerOf } from '../../../src/ledger/ledger.ts';
import { releasesOf } from '../../../src/release/release.ts';
import type { Collection, Database, Row } from '../../../src/store/collection.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { loaded, openOnesAt, pastOf, timeOf } from './records.ts';

const BATCH = 1500;

/** Adds the past from `from` to `to` deliveries; what was open before is replaced by what is open then. */
export async function fill(storeUrl: string, from: number, to: number): Promise<void> {
  const { db, close } = await openDatabase(storeUrl);
  await ensureIndexes(db, allIndexes);
  await forgetPresent(db, timeOf(from));
  for (let at = from; at < to; at += BATCH) {
    const past = pastOf(at, Math.min(to, at + BATCH));
    await Promise.all([
      putDeliveries(db, past.deliveries.map(loaded)),
      put(releasesOf(db), past.releases),
      put(triesOf(db), past.tries),
      put(ledgerOf(db), past.lines),
    ]);
    const done = at + BATCH;
    if (done % 150_000 < BATCH) console.error(`  ${done} filled`);
  }
  await putDeliveries(db, openOnesAt(timeOf(to)).map(loaded));
  await close();
}

/** What was open at the size before, and what came of measuring it. */
async function forgetPresent(db: Database, now: Date): Promise<void> {
  const ids = openOnesAt(now).map(({ _id }) => _id);
  await db.collection(DELIVERIES).deleteMany({ _id: { $in: ids } });
  await db.collection('pieces').deleteMany({ _id: { $in: ids } });
  await ledgerOf(db).deleteMany({ subject: { $in: ids } });
  for (const name of ['monitors', 'findings', 'tries']) {
    await db.collection(name).deleteMany(name === 'tries' ? { delivery: { $in: ids } } : {});
  }
}

async function put<T extends Row>(collection: Collection<T>, rows: readonly T[]): Promise<void> {
  if (rows.length > 0) await collection.insertMany(rows, { ordered: false });
}
