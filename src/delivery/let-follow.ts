/**
 * What waits for other deliveries stands in no lane, so that a pile of it costs nobody a look. When the last of them is
 * over it is let go. What they wait for is marked as leading, then they are put in, then asked about; ends are written first
 * and followers let go afterwards: whichever comes second sees the other. Only a crash in between leaves a follower behind,
 * for letAllFollow().
 */
import type { Collection, Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';

type Follower = Pick<Delivery, '_id' | 'account' | 'after' | 'order'>;

const BLOCKED = { state: 'waiting', lane: null } as const;
const FOLLOWER = { account: 1, after: 1, order: 1 } as const;
const BATCH = 500;

/** To be called before something that waits for these is put in. */
export async function markLeading(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await deliveriesOf(db).updateMany({ _id: { $in: [...new Set(ids)] }, leads: false }, { $set: { leads: true } });
}

/** Lets go what waited for this delivery, as it ended, and for no other that is still open. Returns how many. */
export async function letFollow(db: Database, ended: Delivery): Promise<number> {
  const all = await deliveriesOf(db)
    .find({ after: ended._id }, { projection: { ...FOLLOWER, state: 1, lane: 1 } })
    .toArray();
  return await letGo(
    db,
    all.filter(({ state, lane }) => state === 'waiting' && lane === null),
    [ended],
  );
}

/** Lets go those of them that wait for nothing any more. `known` are read already. */
export async function letGo(
  db: Database,
  followers: readonly Follower[],
  known: readonly Delivery[] = [],
): Promise<number> {
  if (followers.length === 0) return 0;
  const over = await overAmong(db, followers, known);
  const free = followers.filter((follower) => follower.after.every((id) => over.get(id)?.(follower) ?? false));
  const gone = await Promise.all(
    free.map(({ _id, account }) => deliveriesOf(db).updateOne({ _id, ...BLOCKED }, { $set: { lane: account } })),
  );
  return gone.reduce((sum, { modifiedCount }) => sum + modifiedCount, 0);
}

/** At start and every minute: what a process that died in between left behind. Returns how many were let go. */
export async function letAllFollow(db: Database): Promise<number> {
  let count = 0;
  for (let last = ''; ; ) {
    const rows = await deliveriesOf(db)
      .find({ ...BLOCKED, _id: { $gt: last } }, { sort: { _id: 1 }, limit: BATCH, projection: FOLLOWER })
      .toArray();
    count += await letGo(db, rows);
    if (rows.length < BATCH) return count;
    last = rows.at(-1)?._id ?? '';
  }
}

/**
 * Which of the deliveries they wait for are over, and for whom. A refusal proves that nothing is out, so what follows on the
 * same account may go. What links to a refused page may not, nor what would take down the post it was to replace.
 */
async function overAmong(
  db: Database,
  followers: readonly Follower[],
  known: readonly Delivery[],
): Promise<ReadonlyMap<string, (follower: Follower) => boolean>> {
  const others = new Set(followers.flatMap(({ after }) => after));
  for (const { _id } of known) others.delete(_id);
  const rows =
    others.size === 0
      ? []
      : await deliveriesOf(db)
          .find({ _id: { $in: [...others] } }, { projection: { state: 1, failure: 1, account: 1 } })
          .toArray();
  return new Map(
    [...known, ...rows].map(({ _id, state, failure, account }) => {
      if (state === 'done' || state === 'cancelled') return [_id, () => true];
      const isRefused = state === 'stuck' && failure === 'refused';
      return [_id, (follower: Follower) => isRefused && follower.account === account && replaces(follower) !== _id];
    }),
  );
}

function replaces({ order }: Follower): string | null {
  return order.action === 'withdraw' ? order.replacedBy : null;
}

function deliveriesOf(db: Database): Collection<Delivery> {
  return db.collection<Delivery>(DELIVERIES);
}
