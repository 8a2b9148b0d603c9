/** Deletes uploaded files whose time is over: they hold contact data as it came. What was made of them stays. */
import { after, days } from '../clock.ts';
import type { Database } from '../store/collection.ts';
import { dropFile } from './import-file.ts';
import { importsOf, UNDER_WAY } from './import-record.ts';

/** Files uploaded more than `keptDays` before `now`. Returns how many it deleted. */
export async function forgetImportFiles(db: Database, keptDays: number, now: Date): Promise<number> {
  const old = { fileKept: true, at: { $lt: after(now, -days(keptDays)) } };
  const rows = await importsOf(db)
    .find(old, { sort: { at: 1 }, projection: { state: 1 } })
    .toArray();
  const over = rows.filter(({ state }) => !UNDER_WAY.includes(state));
  for (const { _id } of over) {
    await importsOf(db).updateOne({ _id }, { $set: { fileKept: false, samples: [] } });
    await dropFile(db, _id);
  }
  return over.length;
}
