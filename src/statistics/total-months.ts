/**
 * Keeps how many first lines a figure has in each month. A month is marked before something comes into it or leaves it, and
 * counted afterwards: who dies in between leaves the mark, and of two who count at once the older count never stands.
 */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type FirstLine, firstLinesOf, type Total, totalsOf } from './first-line.ts';

/** What was packed of a figure in a month. */
export interface Base {
  sum: number;
  /** Whether any of it counts other than 1. */
  isWeighed: boolean;
}

/** `generation|figure|month` → base. */
export type Bases = Map<string, Base>;

export async function markStale(db: Database, touched: readonly FirstLine[]): Promise<void> {
  const months = new Map<string, Total>();
  for (const one of touched) {
    const total = aTotal(one);
    months.set(total._id, { ...total, isWeighed: total.isWeighed || (months.get(total._id)?.isWeighed ?? false) });
  }
  const totals = [...months.values()];
  const { taken } = await insertNew(totalsOf(db), totals);
  const known = taken.flatMap((place) => totals[place] ?? []);
  for (const isWeighed of [true, false]) {
    const ids = known.flatMap((one) => (one.isWeighed === isWeighed ? [one._id] : []));
    const change = { $set: { isStale: true, ...(isWeighed && { isWeighed }) }, $inc: { change: 1 } };
    if (ids.length > 0) await totalsOf(db).updateMany({ _id: { $in: ids } }, change);
  }
}

/** Counts the marked months. */
export async function recount(db: Database, generation: string): Promise<void> {
  for (;;) {
    const stale = await totalsOf(db).find({ generation, isStale: true }).toArray();
    if (stale.length === 0) return;
    for (const total of stale) {
      const { _id, change } = total;
      const count = await countMonth(db, total);
      // Marked again meanwhile: counted again.
      await totalsOf(db).updateOne({ _id, change }, { $set: { count, isStale: false }, $inc: { change: 1 } });
    }
  }
}

/** What is packed, and what came since: less what took the place of something packed. */
async function countMonth(db: Database, { generation, figure, month, base, isWeighed }: Total): Promise<number> {
  const mine = { figure: `${generation}|${figure}`, month };
  const replaced = { figure: mine.figure, instead: month };
  const rows = firstLinesOf(db);
  if (!isWeighed) return base + (await rows.countDocuments(mine)) - (await rows.countDocuments(replaced));
  const came = await rows.find(mine, { projection: { weight: 1 } }).toArray();
  const left = await rows.find(replaced, { projection: { insteadWeight: 1 } }).toArray();
  return came.reduce(
    (sum, { weight }) => sum + weight,
    left.reduce((sum, one) => sum - one.insteadWeight, base),
  );
}

/** What a making has packed: the totals begin with it. */
export async function putBases(db: Database, bases: ReadonlyMap<string, Base>): Promise<void> {
  const totals = [...bases].map(([id, { sum, isWeighed }]) => {
    const [generation = '', ...rest] = id.split('|');
    const month = rest.pop() ?? '';
    const place = { _id: id, generation, figure: rest.join('|'), month };
    return { ...place, base: sum, count: sum, isWeighed, isStale: false, change: 0 };
  });
  const { taken } = await insertNew(totalsOf(db), totals);
  for (const place of taken) {
    const { _id, base, isWeighed } = totals[place] as Total;
    const change = { $set: { base, isStale: true, ...(isWeighed && { isWeighed }) }, $inc: { change: 1 } };
    await totalsOf(db).updateOne({ _id }, change);
  }
}

function aTotal({ figure, month, weight }: FirstLine): Total {
  const at = figure.indexOf('|');
  const place = { generation: figure.slice(0, at), figure: figure.slice(at + 1), month };
  return { _id: `${figure}|${month}`, ...place, base: 0, count: 0, isWeighed: weight !== 1, isStale: true, change: 0 };
}
