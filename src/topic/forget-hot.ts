/** Entries of hot lists that concerned nobody here are forgotten after some time; those in a topic stay with it. */
import { after, days } from '../clock.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';

/** `keptDays` from when an entry was first seen. Returns how many were forgotten. */
export async function forgetHotEntries(db: Database, keptDays: number, now: Date): Promise<number> {
  const old = { kind: 'hot', receivedAt: { $lt: after(now, -days(keptDays)) } };
  const unwanted = { topic: null, sorted: true, 'sorting.decision': 'set-aside' };
  // What still has a line to tell waits for the next night.
  const { deletedCount } = await signalsOf(db).deleteMany({ ...old, ...unwanted, 'unposted.0': { $exists: false } });
  return deletedCount;
}
