/**
 * Counts that all processes of an account keep together over restarts, such as its calls of a day: platforms count them, so
 * we must. A count belongs to a window; opening a new window forgets the ones before.
 */
import type { Collection, Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Counters } from './kind.ts';
import { fromOurRecords } from './own-records.ts';

interface Counter extends Row {
  /** `<account>:<name>@<window>`. */
  readonly _id: string;
  readonly count: number;
}

const COUNTERS = 'counters';

export function openCounters(db: Database, account: string): Counters {
  const rows: Collection<Counter> = db.collection<Counter>(COUNTERS);
  const idOf = (name: string, window: string) => `${account}:${name}@${window}`;
  async function add(_id: string, most: number): Promise<boolean> {
    const { matchedCount } = await rows.updateOne({ _id, count: { $lt: most } }, { $inc: { count: 1 } });
    return matchedCount === 1;
  }
  async function open(_id: string): Promise<boolean> {
    if (await rows.findOne({ _id })) return false;
    const { taken } = await insertNew(rows, [{ _id, count: 0 }]);
    const earlier = { $gte: _id.slice(0, _id.indexOf('@') + 1), $lt: _id };
    if (taken.length === 0) await rows.deleteMany({ _id: earlier });
    return true;
  }
  async function count(_id: string, most: number): Promise<boolean> {
    return (await add(_id, most)) || ((await open(_id)) && (await add(_id, most)));
  }
  return {
    count: (name, window, most) => fromOurRecords(count(idOf(name, window), most)),
    async uncount(name, window) {
      const certain = { _id: idOf(name, window), count: { $gt: 0 } };
      await fromOurRecords(rows.updateOne(certain, { $inc: { count: -1 } }));
    },
    async read(name, window) {
      return (await fromOurRecords(rows.findOne({ _id: idOf(name, window) })))?.count ?? 0;
    },
  };
}
