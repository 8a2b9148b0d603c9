/**
 * One account's lane: takes what is due there, oldest first, and carries it out, a few at a time as the channel allows.
 * Lanes know nothing of each other, so one account's limit or lock-out never delays another's.
 */
import type { Quota } from '../channel/contract.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { quotaWait, windowStart } from './quota.ts';
import { recoverDelivery } from './recover-delivery.ts';
import { sendDelivery } from './send-delivery.ts';
import type { Sending } from './sending.ts';
import { settleDelivery } from './settle-delivery.ts';
import { triesOf } from './try.ts';

/** As many as are read at once; more than a lane can carry out in a moment. */
const GLANCE = 50;

const OPEN = ['waiting', 'sending', 'settling'] as const;

/** What is due on an account now, oldest first, without what is in hand already. */
export async function dueOn(
  account: string,
  inHand: readonly string[],
  sending: Sending,
): Promise<readonly Delivery[]> {
  const { db, clock } = sending;
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const due = { account, state: { $in: OPEN }, dueAt: { $lte: clock.now() } };
  const rows = await deliveries.find(due, { sort: { dueAt: 1 }, limit: GLANCE + inHand.length }).toArray();
  const fresh = rows.filter(({ _id }) => !inHand.includes(_id));
  const open = await openAmong(
    fresh.flatMap(({ after }) => after),
    sending,
  );
  return fresh.filter(({ state, after }) => state !== 'waiting' || !after.some((id) => open.has(id)));
}

/** When the next delivery of an account is due, or null. Blocked ones are not waited for: their turn comes by a nudge. */
export async function nextDueOn(account: string, { db, clock }: Sending): Promise<Date | null> {
  const later = { account, state: { $in: OPEN }, dueAt: { $gt: clock.now() } };
  const next = await db.collection<Delivery>(DELIVERIES).findOne(later, { sort: { dueAt: 1 } });
  return next?.dueAt ?? null;
}

/** Does the one thing this delivery needs next. */
export async function carryOn(delivery: Delivery, sending: Sending): Promise<void> {
  switch (delivery.state) {
    case 'waiting':
      if (await holdForQuota(delivery, sending)) return;
      return await sendDelivery(delivery, sending);
    case 'settling':
      return await settleDelivery(delivery, sending);
    case 'sending':
      return await recoverDelivery(delivery, sending);
    case 'done':
    case 'stuck':
    case 'cancelled':
      return;
  }
}

async function openAmong(ids: readonly string[], { db }: Sending): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const ended = { _id: { $in: [...new Set(ids)] }, state: { $in: ['done', 'cancelled'] } };
  const rows = await db
    .collection<Delivery>(DELIVERIES)
    .find(ended, { projection: { _id: 1 } })
    .toArray();
  const done = new Set(rows.map(({ _id }) => _id));
  return new Set(ids.filter((id) => !done.has(id)));
}

async function holdForQuota(delivery: Delivery, sending: Sending): Promise<boolean> {
  const { db, clock, channels } = sending;
  const now = clock.now();
  const { action } = delivery.order;
  const quotas = quotasOf(delivery, channels).filter((quota) => quota.action === action);
  if (quotas.length === 0) return false;
  const used = await Promise.all(
    quotas.map(async (quota) => {
      const since = { account: delivery.account, action, at: { $gte: windowStart(quota.per, now) } };
      return { quota, count: await triesOf(db).countDocuments(since) };
    }),
  );
  const wait = quotaWait(used, now);
  if (!wait) return false;
  const reason = `本账号${PERIODS[wait.quota.per]}额度（${wait.quota.count} 次）已用完，等到下一周期`;
  const { _id, tries } = delivery;
  const change = { dueAt: wait.until, reason, failure: 'limited' } as const;
  await db.collection<Delivery>(DELIVERIES).updateOne({ _id, state: 'waiting', tries }, { $set: change });
  return true;
}

const PERIODS: Readonly<Record<Quota['per'], string>> = {
  minute: '每分钟',
  hour: '每小时',
  day: '每日',
  month: '每月',
};

function quotasOf(delivery: Delivery, channels: Sending['channels']): readonly Quota[] {
  try {
    return channels.get(delivery.account).limits.quotas;
  } catch {
    // A locked-out account has no limits to ask; sending says why it must wait.
    return [];
  }
}
