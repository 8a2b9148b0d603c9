/** Entries of hot lists that concerned nobody here are forgotten after some time; those in a topic stay with it. */
import { after, days } from '../clock.ts';
import { latestReading } from '../signal/hot-reading.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';

export interface HotDesk {
  readonly db: Database;
  readonly accounts: readonly { readonly id: string }[];
  /** `days` from when an entry was first seen. */
  readonly config: { readonly hot: { readonly days: number } };
}

/** What still stands on a list stays as long as it does: forgotten, it would come back as new. Returns how many were forgotten. */
export async function forgetHotEntries({ db, accounts, config }: HotDesk, now: Date): Promise<number> {
  const lists = await Promise.all(accounts.map(({ id }) => latestReading(db, id)));
  const standing = lists.flatMap((list) => list?.entries.map(({ signal }) => signal) ?? []);
  const old = { kind: 'hot', receivedAt: { $lt: after(now, -days(config.hot.days)) } };
  const unwanted = { topic: null, sorted: true, 'sorting.decision': 'set-aside' };
  // What still has a line to tell waits for the next night.
  const { deletedCount } = await signalsOf(db).deleteMany({
    ...{ ...old, ...unwanted, _id: { $nin: standing } },
    'unposted.0': { $exists: false },
  });
  return deletedCount;
}
