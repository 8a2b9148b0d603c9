/**
 * Turns approved revisions and withdrawals into deliveries, under computed ids: planning twice makes one of each, and a
 * crash half way heals at the next tick. What a correction becomes on each channel is plan-publication.ts.
 */

import type { Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { cancelDelivery } from '../delivery/cancel-delivery.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { letGo, markLeading } from '../delivery/let-follow.ts';
import { putDeliveries } from '../delivery/piece.ts';
import { type Logger, wordsOf } from '../log.ts';
import { type Release, releasesOf, toApprovedAnnouncement } from '../release/release.ts';
import type { Collection, Database } from '../store/collection.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { type PlannedDelivery, planPublication } from './plan-publication.ts';
import { planWithdrawal } from './plan-withdrawal.ts';
import { withRiders } from './riders.ts';

export interface PlanDesk {
  readonly db: Database;
  readonly siteUrl: string;
  /** Throws for an account that is not opened. */
  readonly channels: { get(id: string): Channel };
  readonly accounts: readonly Account[];
  readonly log: Logger;
}

/** Plans everything that is approved or withdrawn and not yet planned. Returns how many releases it planned. */
export async function planReleases(desk: PlanDesk, now: Date): Promise<number> {
  const releases = await releasesOf(desk.db)
    .find({ planned: false }, { sort: { changedAt: 1 }, limit: 100 })
    .toArray();
  let planned = 0;
  for (const release of releases) if (await planOrLog(desk, release, now)) planned++;
  return planned;
}

/** One that cannot be planned (its account is not opened any more) must not keep the others in; it is tried again. */
async function planOrLog(desk: PlanDesk, release: Release, now: Date): Promise<boolean> {
  try {
    await planRelease(desk, release, now);
    return true;
  } catch (error) {
    if (isUnavailable(error)) throw error;
    desk.log.error({ release: release._id, err: wordsOf(error) }, 'cannot plan a release');
    return false;
  }
}

async function planRelease(desk: PlanDesk, release: Release, now: Date): Promise<void> {
  const deliveries = desk.db.collection<Delivery>(DELIVERIES);
  await cancelUnsent(desk, deliveries, release, now);
  const existing = await deliveries.find({ 'facts.release': release._id }).toArray();
  const planned = release.withdrawal
    ? planWithdrawal(release.withdrawal, existing)
    : await withRiders(desk, release, publication(desk, release, existing));
  const before = new Set(planned.flatMap(({ after }) => after));
  const made = planned.map((one) => toDelivery(one, { desk, release, existing, before, now }));
  const earlier = existing.filter(({ _id, leads }) => before.has(_id) && !leads).map(({ _id }) => _id);
  await markLeading(desk.db, earlier);
  await putDeliveries(
    desk.db,
    planned.map(({ piece }, i) => ({ delivery: made[i] as Delivery, piece })),
  );
  await letGo(
    desk.db,
    made.filter(({ after }) => after.length > 0),
  );
  const { _id, approved, withdrawal } = release;
  const still = { _id, 'approved.revision': approved?.revision, 'withdrawal.at': withdrawal?.at ?? null };
  const { matchedCount } = await releasesOf(desk.db).updateOne(still, { $set: { planned: true } });
  // A newer approval or a withdrawal came in the meantime. If another process has planned it already, then without knowing
  // of the deliveries made here: it is planned once more, and they are cancelled or withdrawn.
  if (matchedCount === 0) await releasesOf(desk.db).updateOne({ _id }, { $set: { planned: false } });
}

function publication(desk: PlanDesk, release: Release, existing: readonly Delivery[]): readonly PlannedDelivery[] {
  const announcement = toApprovedAnnouncement(release, desk.siteUrl);
  return planPublication({
    release,
    announcement,
    existing,
    accounts: desk.accounts,
    channelOf: (id) => desk.channels.get(id),
  });
}

/**
 * What has not gone out is overtaken by the newer revision or the withdrawal. A withdrawal of an old post that waits for an
 * overtaken new one would go at once when that is cancelled, and nothing would be out: it is cancelled before, and planned
 * anew with what follows.
 */
async function cancelUnsent(
  desk: PlanDesk,
  deliveries: Collection<Delivery>,
  release: Release,
  now: Date,
): Promise<void> {
  const revision = release.approved?.revision ?? 0;
  const unsent = { 'facts.release': release._id, state: { $in: ['waiting', 'stuck'] } };
  const rows = await deliveries.find(unsent).toArray();
  const overtaken = rows.filter(({ order, facts }) => {
    if (order.action !== 'publish' && order.action !== 'revise') return false;
    return release.withdrawal !== null || Number(facts.revision) < revision;
  });
  const ids = new Set(overtaken.map(({ _id }) => _id));
  const followers = rows.filter(({ order, after }) => order.action === 'withdraw' && after.some((id) => ids.has(id)));
  await cancelCarrying(desk, deliveries, release, now);
  const reason = release.withdrawal ? '发布件已撤回，未发出的不再发出' : `已由第 ${revision} 版取代`;
  for (const delivery of [...followers, ...overtaken]) {
    await cancelDelivery(desk.db, delivery, { reason, by: 'system', now });
  }
}

/** What has not gone out and carries an older text of this release along must not take it out any more. */
async function cancelCarrying(
  desk: PlanDesk,
  deliveries: Collection<Delivery>,
  { _id, text, approved, withdrawal }: Release,
  now: Date,
): Promise<void> {
  const rows = await deliveries.find({ 'facts.riders': _id, state: { $in: ['waiting', 'stuck'] } }).toArray();
  const isOld = ({ order }: Delivery) =>
    order.action === 'publish' &&
    order.riders?.some(({ release, revision }) => {
      return release === _id && (withdrawal !== null || revision !== approved?.revision);
    });
  const what = `次条“${text.title}”已${withdrawal ? '撤回' : '更正'}，合并发布取消。请更正本发布件的次条后重新签发`;
  for (const delivery of rows.filter(isOld))
    await cancelDelivery(desk.db, delivery, { reason: what, by: 'system', now });
}

interface Planning {
  readonly desk: PlanDesk;
  readonly release: Release;
  readonly existing: readonly Delivery[];
  /** Those that something of the plan waits for. */
  readonly before: ReadonlySet<string>;
  readonly now: Date;
}

function toDelivery(planned: PlannedDelivery, { desk, release, existing, before, now }: Planning): Delivery {
  const isIts = ({ id }: { readonly id: string }) => id === planned.account;
  // What was sent on an account that was taken out of the configuration is still to be withdrawn, by hand if need be.
  const sent = existing.find(({ account }) => account === planned.account);
  const account = desk.accounts.find(isIts) ?? (sent && { id: sent.account, kind: sent.kind });
  if (!account) throw new Error(`no account ${planned.account} in config/accounts.json`);
  const text = release.approved?.text ?? release.text;
  const wanted = release.withdrawal ? null : text.publishAt;
  const { id, order, after, revision, why, piece } = planned;
  const riders = order.action === 'publish' && order.riders?.map((rider) => rider.release);
  const carried: Delivery['facts'] = { ...(piece?.uses && { uses: piece.uses }), ...(riders && { riders }) };
  const facts = { release: release._id, revision, column: text.column, topic: text.respondsTo, why, ...carried };
  const dueAt = wanted && wanted > now ? wanted : now;
  const place = { after, leads: before.has(id), urgent: text.urgent };
  return aWaitingDelivery({ id, account, order, facts, ...place, dueAt, now });
}
