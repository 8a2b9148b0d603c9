/**
 * Turns approved revisions and withdrawals into deliveries, under computed ids: planning twice makes one of each, and a
 * crash half way heals at the next tick. What a correction becomes on each channel is plan-correction.ts.
 */

import type { Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { cancelDelivery } from '../delivery/cancel-delivery.ts';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { type Release, releasesOf, toApprovedAnnouncement } from '../release/release.ts';
import type { Collection, Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type PlannedDelivery, planPublication } from './plan-publication.ts';
import { planWithdrawal } from './plan-withdrawal.ts';

export interface PlanDesk {
  readonly db: Database;
  readonly siteUrl: string;
  /** Throws for an account that is not opened. */
  readonly channels: { get(id: string): Channel };
  readonly accounts: readonly Account[];
}

/** Plans everything that is approved or withdrawn and not yet planned. Returns how many releases it planned. */
export async function planReleases(desk: PlanDesk, now: Date): Promise<number> {
  const releases = await releasesOf(desk.db).find({ planned: false }, { limit: 100 }).toArray();
  for (const release of releases) await planRelease(desk, release, now);
  return releases.length;
}

async function planRelease(desk: PlanDesk, release: Release, now: Date): Promise<void> {
  const deliveries = desk.db.collection<Delivery>(DELIVERIES);
  await cancelUnsent(desk, deliveries, release, now);
  const existing = await deliveries.find({ 'facts.release': release._id }).toArray();
  const planned = release.withdrawal
    ? planWithdrawal(release, release.withdrawal, existing)
    : publication(desk, release, existing);
  await insertNew(
    deliveries,
    planned.map((one) => toDelivery(desk, release, one, now)),
  );
  // A newer approval or a withdrawal in the meantime keeps planned = false and is planned in its own turn.
  const { _id, approved, withdrawal } = release;
  const still = { _id, 'approved.revision': approved?.revision, 'withdrawal.at': withdrawal?.at ?? null };
  await releasesOf(desk.db).updateOne(still, { $set: { planned: true } });
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

/** What has not gone out is overtaken by the newer revision or the withdrawal. */
async function cancelUnsent(
  desk: PlanDesk,
  deliveries: Collection<Delivery>,
  release: Release,
  now: Date,
): Promise<void> {
  const revision = release.approved?.revision ?? 0;
  const overtaken = { 'facts.release': release._id, state: { $in: ['waiting', 'stuck'] } };
  for (const delivery of await deliveries.find(overtaken).toArray()) {
    const { action } = delivery.order;
    if (action === 'withdraw' || action === 'reply') continue;
    if (!release.withdrawal && Number(delivery.facts.revision) >= revision) continue;
    const reason = release.withdrawal ? '发布件已撤回，未发出的不再发出' : `已由第 ${revision} 版取代`;
    await cancelDelivery(desk.db, delivery, { reason, by: 'system', now });
  }
}

function toDelivery(desk: PlanDesk, release: Release, planned: PlannedDelivery, now: Date): Delivery {
  const account = desk.accounts.find((one) => one.id === planned.account);
  if (!account) throw new Error(`no account ${planned.account} in config/accounts.json`);
  const text = release.approved?.text ?? release.text;
  const wanted = release.withdrawal ? null : text.publishAt;
  const facts = { release: release._id, revision: planned.revision, column: text.column, topic: text.respondsTo };
  const { id, order, after } = planned;
  return aWaitingDelivery({ id, account, order, facts, after, dueAt: wanted && wanted > now ? wanted : now, now });
}
