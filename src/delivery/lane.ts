/**
 * One account's lane: takes what is due there, oldest first, and carries it out, a few at a time as the channel allows.
 * Lanes know nothing of each other, so one account's limit or lock-out never delays another's.
 */
import type { Limits, Quota } from '../channel/contract.ts';
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

export interface Wanting {
  /** What is in hand already, as it was when it was taken. */
  readonly inHand: readonly Delivery[];
  /** As many as there is room for. */
  readonly room: number;
}

/**
 * What is due on an account now and may go, oldest first; at least as many as there is room for, if there are. It looks past
 * what waits for another delivery, however much that is: a pile of it holds up nothing else.
 */
export async function dueOn(account: string, wanting: Wanting, sending: Sending): Promise<readonly Delivery[]> {
  const { db, clock } = sending;
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const due = { account, state: { $in: OPEN }, dueAt: { $lte: clock.now() } };
  const seen = new Set(wanting.inHand.map(({ _id }) => _id));
  const found: Delivery[] = [];
  const inDoubt = await isInDoubt(account, wanting.inHand, sending);
  const mayGo = ({ state, order }: Delivery) => !(inDoubt && state === 'waiting' && order.action === 'publish');
  for (let skip = 0; ; skip += GLANCE) {
    const rows = await deliveries.find(due, { sort: { dueAt: 1 }, skip, limit: GLANCE }).toArray();
    const fresh = rows.filter(({ _id }) => !seen.has(_id));
    for (const { _id } of fresh) seen.add(_id);
    found.push(...(await unblocked(fresh.filter(mayGo), sending)));
    if (rows.length < GLANCE || found.length >= wanting.room) return found;
  }
}

/**
 * Whether a new post could push a lost one out of what find() can see: something is being settled, or was begun by a
 * process other than this one and may be lost with it.
 */
export async function isInDoubt(account: string, inHand: readonly Delivery[], sending: Sending): Promise<boolean> {
  const readBack = limitsOf(account, sending.channels)?.readBack ?? null;
  if (readBack === null) return false;
  const doubtful = { account, state: { $in: ['sending', 'settling'] } };
  const rows = await sending.db.collection<Delivery>(DELIVERIES).find(doubtful, { limit: GLANCE }).toArray();
  const ours = new Set(inHand.flatMap(({ _id, state }) => (state === 'waiting' ? [_id] : [])));
  return rows.some(({ _id, state }) => state === 'settling' || !ours.has(_id));
}

async function unblocked(rows: readonly Delivery[], sending: Sending): Promise<readonly Delivery[]> {
  const before = rows.filter(({ state }) => state === 'waiting').flatMap(({ after }) => after);
  const open = await openAmong(before, rows[0]?.account ?? '', sending);
  return rows.filter(({ state, after }) => state !== 'waiting' || !after.some((id) => open.has(id)));
}

/**
 * When the next delivery of an account is due after `since`, or null. Blocked ones are not waited for: their turn comes by
 * a nudge. `since` is no later than the look that found nothing more: what comes due between the two would be overslept.
 */
export async function nextDueOn(account: string, since: Date, { db }: Pick<Sending, 'db'>): Promise<Date | null> {
  const later = { account, state: { $in: OPEN }, dueAt: { $gt: since } };
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

/**
 * Which of these deliveries are not over yet. A refusal proves that nothing is out, so what follows on the same account may
 * go; what links to a refused page may not.
 */
async function openAmong(ids: readonly string[], account: string, { db }: Sending): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .collection<Delivery>(DELIVERIES)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { state: 1, failure: 1, account: 1 } })
    .toArray();
  const isOver = (one: Delivery) =>
    one.state === 'done' ||
    one.state === 'cancelled' ||
    (one.state === 'stuck' && one.failure === 'refused' && one.account === account);
  const over = new Set(rows.filter(isOver).map(({ _id }) => _id));
  return new Set(ids.filter((id) => !over.has(id)));
}

async function holdForQuota(delivery: Delivery, sending: Sending): Promise<boolean> {
  const { db, clock, channels } = sending;
  const now = clock.now();
  const { action } = delivery.order;
  const quotas = limitsOf(delivery.account, channels)?.quotas.filter((quota) => quota.action === action) ?? [];
  if (quotas.length === 0) return false;
  const used = await Promise.all(
    quotas.map(async (quota) => {
      // A try that ended in waiting certainly did not happen: an account that is locked out or out of reach uses nothing up.
      const happened = { 'outcome.state': { $ne: 'waiting' } };
      const since = { account: delivery.account, action, at: { $gte: windowStart(quota.per, now) }, ...happened };
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

/** null for a locked-out account, which has no limits to ask; sending says why it must wait. */
export function limitsOf(account: string, channels: Sending['channels']): Limits | null {
  try {
    return channels.get(account).limits;
  } catch {
    return null;
  }
}
