/**
 * Keeps to a platform's quotas, over all processes. Counting first and claiming afterwards would let those who count at the
 * same moment through together, so each claimed try then takes one of the window's places, by an update that fails when
 * none is left. What a window is: quota.ts.
 */
import type { Action, Quota } from '../channel/contract.ts';
import type { Collection, Database, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { countUses } from './count-uses.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Outcome } from './outcome.ts';
import { quotaWait, windowEnd, windowStart } from './quota.ts';
import { limitsOf, type Sending } from './sending.ts';
import { countTries } from './try.ts';

/** How many places of one window of one quota are taken. */
interface Places extends Row {
  /** `account:action:per@start`, start in ISO 8601 UTC. */
  readonly _id: string;
  readonly used: number;
}

/** A window that is open for a try to take a place in. */
export interface QuotaWindow {
  readonly id: string;
  readonly quota: Quota;
  readonly endsAt: Date;
}

const QUOTAS = 'quotas';

/**
 * The windows of the quotas an order falls under; null when one of them is used up already: then the delivery is put off to
 * the next one, and says so.
 */
export async function windowsFor(
  delivery: Delivery,
  action: Action,
  sending: Sending,
): Promise<readonly QuotaWindow[] | null> {
  const { db, clock, channels } = sending;
  const { _id, account, tries } = delivery;
  const quotas = limitsOf(account, channels)?.quotas.filter((quota) => quota.action === action) ?? [];
  if (quotas.length === 0) return [];
  const now = clock.now();
  const uses = await countUses(db, delivery, quotas, now);
  const calls = quotas.filter(({ of }) => of === undefined);
  const asked = await Promise.all(
    calls.map(async (quota) => {
      const count = await countTries(db, { account, action, since: windowStart(quota.per, now) });
      const window = windowOf(account, quota, now);
      // Nobody claims before the window is open, so what is counted by the one who opens it is all there was.
      await openWindow(db, window, count);
      return { quota, count, window };
    }),
  );
  const wait = quotaWait([...asked, ...uses], now);
  if (!wait) return asked.map(({ window }) => window);
  const change = { dueAt: wait.until, reason: reasonFor(wait.quota), failure: 'limited' } as const;
  await db.collection<Delivery>(DELIVERIES).updateOne({ _id, state: 'waiting', tries }, { $set: change });
  return null;
}

/**
 * Makes a claimed try if there is a place for it in every window, and gives the places back when it certainly did not
 * happen: it may go again in the same windows. A try whose process died keeps its places, since it may have happened.
 */
export async function withinQuota(
  db: Database,
  windows: readonly QuotaWindow[],
  send: () => Promise<Outcome>,
): Promise<Outcome> {
  const full = await takePlaces(db, windows);
  if (full) return { state: 'waiting', dueAt: full.endsAt, reason: reasonFor(full.quota), failure: 'limited' };
  const outcome = await send();
  if (outcome.state === 'waiting') await leavePlaces(db, windows);
  return outcome;
}

/** Takes a place in each window, or in none: then the one that is full. */
async function takePlaces(db: Database, windows: readonly QuotaWindow[]): Promise<QuotaWindow | null> {
  for (const [i, window] of windows.entries()) {
    const room = { _id: window.id, used: { $lt: window.quota.count } };
    const { matchedCount } = await placesOf(db).updateOne(room, { $inc: { used: 1 } });
    if (matchedCount === 1) continue;
    await leavePlaces(db, windows.slice(0, i));
    return window;
  }
  return null;
}

async function leavePlaces(db: Database, windows: readonly QuotaWindow[]): Promise<void> {
  for (const { id } of windows) await placesOf(db).updateOne({ _id: id }, { $inc: { used: -1 } });
}

async function openWindow(db: Database, { id }: QuotaWindow, count: number): Promise<void> {
  if (await placesOf(db).findOne({ _id: id })) return;
  const { taken } = await insertNew(placesOf(db), [{ _id: id, used: count }]);
  // The windows before it are of no use to anybody.
  const earlier = { $gte: id.slice(0, id.indexOf('@') + 1), $lt: id };
  if (taken.length === 0) await placesOf(db).deleteMany({ _id: earlier });
}

function windowOf(account: string, quota: Quota, now: Date): QuotaWindow {
  const { action, per } = quota;
  const id = `${account}:${action}:${per}@${windowStart(per, now).toISOString()}`;
  return { id, quota, endsAt: windowEnd(per, now) };
}

function placesOf(db: Database): Collection<Places> {
  return db.collection<Places>(QUOTAS);
}

function reasonFor({ per, count, of = '' }: Quota): string {
  return `本账号${PERIODS[per]}${of}额度（${count} 次）已用完，等到下一周期`;
}

const PERIODS: Readonly<Record<Quota['per'], string>> = {
  minute: '每分钟',
  hour: '每小时',
  day: '每日',
  month: '每月',
};
