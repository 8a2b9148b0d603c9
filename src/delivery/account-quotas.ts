/**
 * What is left of an account's limits: what the platform told, less our own tries since, and our own counts beside it; with
 * what waits to use them up. Asks nobody.
 */
import type { Action, Channel } from '../channel/contract.ts';
import type { QuotaLeft } from '../channel/quota-left.ts';
import { type ToldQuotas, toldQuotas } from '../channel/told-quotas.ts';
import type { Database } from '../store/collection.ts';
import { countUsed } from './count-uses.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { windowEnd, windowStart } from './quota.ts';
import { actNames } from './show-delivery.ts';
import { countTries } from './try.ts';

export interface AccountQuota extends QuotaLeft {
  /** Who counts: the platform told, or we know its published number and count our tries. */
  readonly source: 'platform' | 'own';
  /** Acts that are to go before the window ends and have not gone, or were put off until then. */
  readonly waiting: number;
  readonly resetsAt: Date;
}

export interface Wanted {
  readonly now: Date;
  /** When the act is to go; the window around it is looked at. */
  readonly at: Date;
  /** Whose deliveries do not count as waiting, since its own are planned anew; null for none. */
  readonly except: string | null;
  /** It overtakes everything that is not urgent. */
  readonly urgent: boolean;
  /** Only limits of these acts; null for all. */
  readonly acts: readonly Action[] | null;
  /** What the act uses up besides a call (Piece.uses); null for nothing. Of no account where `acts` is null. */
  readonly uses: string | null;
}

/** The limits of the account, as they stand in the window around `wanted.at`. */
export async function quotasOf(db: Database, channel: Channel, wanted: Wanted): Promise<readonly AccountQuota[]> {
  const { acts, now } = wanted;
  const told = await toldQuotas(db).findOne({ _id: channel.id });
  const own = channel.limits.quotas.map(({ action, count, per, of }): Limit => {
    const since = windowStart(per, now);
    const name = of ?? actNames[action];
    return { source: 'own', actions: [action], name, limit: count, per, from: count, since, ...(of && { of }) };
  });
  const all = [...(told ? told.quotas.map((quota) => toLimit(told, quota, now)) : []), ...own];
  const limits = all.filter(({ actions, of }) => {
    if (acts === null) return true;
    return actions.some((action) => acts.includes(action)) && (of === undefined || of === wanted.uses);
  });
  const count = countingOnce(db, channel.id);
  return await Promise.all(limits.map((limit) => stand({ db, account: channel.id, count }, limit, wanted)));
}

type Count = (action: Action, since: Date) => Promise<number>;

/** Several limits count the same tries. */
function countingOnce(db: Database, account: string): Count {
  const counted = new Map<string, Promise<number>>();
  return (action, since) => {
    const key = `${action}@${since.getTime()}`;
    const count = counted.get(key) ?? countTries(db, { account, action, since });
    counted.set(key, count);
    return count;
  };
}

/** A limit of which `from` was left at `since`. */
interface Limit extends Omit<QuotaLeft, 'left'> {
  readonly source: AccountQuota['source'];
  readonly from: number;
  readonly since: Date;
  /** Only what uses this up counts, and only what went out of it. */
  readonly of?: string;
}

/** What was told before the window began says nothing of what is left in it. */
function toLimit({ at }: ToldQuotas, { left, ...quota }: QuotaLeft, now: Date): Limit {
  const start = windowStart(quota.per, now);
  const holds = at >= start;
  return { source: 'platform', ...quota, from: holds ? left : quota.limit, since: holds ? at : start };
}

interface Standing {
  readonly db: Database;
  readonly account: string;
  readonly count: Count;
}

async function stand({ db, account, count }: Standing, limit: Limit, wanted: Wanted): Promise<AccountQuota> {
  const { source, actions, name, per, from } = limit;
  const start = windowStart(per, wanted.at);
  const resetsAt = windowEnd(per, wanted.at);
  const isNow = start <= wanted.now;
  const made = isNow ? await used({ db, account, count }, limit, wanted.now) : [];
  const left = isNow ? from - made.reduce((sum, one) => sum + one, 0) : limit.limit;
  // What was put off for want of room is due when the window ends.
  const dueAt = isNow ? { $lte: resetsAt } : { $gte: start, $lte: resetsAt };
  const waiting = actions.length > 0 ? await countWaiting(db, { account, actions, dueAt, of: limit.of }, wanted) : 0;
  return { source, actions, name, limit: limit.limit, left: Math.max(0, left), per, waiting, resetsAt };
}

async function used({ db, account, count }: Standing, { actions, since, of, per }: Limit, now: Date) {
  if (of !== undefined) return [await countUsed(db, account, { of, per }, now)];
  return await Promise.all(actions.map((action) => count(action, since)));
}

interface Queue {
  readonly account: string;
  readonly actions: readonly Action[];
  readonly dueAt: { readonly $gte?: Date; readonly $lte: Date };
  readonly of: string | undefined;
}

function countWaiting(
  db: Database,
  { account, actions, dueAt, of }: Queue,
  { except, urgent }: Wanted,
): Promise<number> {
  const others = except === null ? {} : { 'facts.release': { $ne: except } };
  const before = urgent ? { urgent: true } : {};
  const same = of === undefined ? {} : { 'facts.uses': of };
  const queued = { account, state: 'waiting', 'order.action': { $in: [...actions] }, dueAt };
  const filter = { ...queued, ...same, ...others, ...before };
  return db.collection<Delivery>(DELIVERIES).countDocuments(filter);
}
