/**
 * Keeps how many first lines a figure has in each month. A month is marked before something comes into it or leaves it, and
 * counted afterwards: who dies in between leaves the mark, and of two who count at once the older count never stands.
 */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type FirstLine, firstLinesOf, type Total, totalsOf } from './first-line.ts';

export async function markStale(db: Database, touched: readonly FirstLine[]): Promise<void> {
  const months = new Map(touched.map(({ figure, month }) => [`${figure}|${month}`, aTotal(figure, month)]));
  const { taken } = await insertNew(totalsOf(db), [...months.values()]);
  const known = taken.flatMap((place) => [...months.keys()][place] ?? []);
  const change = { $set: { isStale: true }, $inc: { change: 1 } };
  if (known.length > 0) await totalsOf(db).updateMany({ _id: { $in: known } }, change);
}

/** Counts the marked months. */
export async function recount(db: Database, generation: string): Promise<void> {
  for (;;) {
    const stale = await totalsOf(db).find({ generation, isStale: true }).toArray();
    if (stale.length === 0) return;
    for (const { _id, figure, month, change } of stale) {
      const count = await firstLinesOf(db).countDocuments({ figure: `${generation}|${figure}`, month });
      // Marked again meanwhile: counted again.
      await totalsOf(db).updateOne({ _id, change }, { $set: { count, isStale: false }, $inc: { change: 1 } });
    }
  }
}

function aTotal(figure: string, month: string): Total {
  const at = figure.indexOf('|');
  const [generation, id] = [figure.slice(0, at), figure.slice(at + 1)];
  return { _id: `${figure}|${month}`, generation, figure: id, month, count: 0, isStale: true, change: 0 };
}
