/**
 * What a correction or a withdrawal will do on each account, before anybody confirms it: the plan itself, made for a text
 * that is not signed yet and thrown away.
 */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { actNames } from '../delivery/show-delivery.ts';
import { Problem } from '../errors.ts';
import { type Release, toAnnouncement } from '../release/release.ts';
import { type PlannedDelivery, planPublication } from './plan-publication.ts';
import type { PlanDesk } from './plan-release.ts';
import { planWithdrawal } from './plan-withdrawal.ts';

export interface Outlook {
  readonly account: string;
  readonly action: PlannedDelivery['order']['action'];
  readonly actionName: string;
  readonly why: string;
}

/** In the order in which they will be asked. Throws 'wrong-state', and 'does-not-fit' where a channel could not take it. */
export async function outlookOf(
  desk: PlanDesk,
  release: Release,
  act: 'publish' | 'withdraw',
): Promise<readonly Outlook[]> {
  const existing = await desk.db.collection<Delivery>(DELIVERIES).find({ 'facts.release': release._id }).toArray();
  const planned =
    act === 'withdraw'
      ? planWithdrawal({ reason: '', by: '', at: release.changedAt }, existing)
      : planNext(desk, release, existing);
  return planned.map(({ account, order: { action }, why }) => ({ account, action, actionName: actNames[action], why }));
}

/** As if the text under way were signed now, under a revision of its own. */
function planNext(desk: PlanDesk, release: Release, existing: readonly Delivery[]): readonly PlannedDelivery[] {
  const latest = Math.max(release.revision, release.approved?.revision ?? 0) + 1;
  const { text, correctionNote } = release;
  const approved = { revision: latest, text, by: '', at: release.changedAt, correction: null };
  const signed = { ...release, approved, revision: latest, correctionNote: correctionNote || '（更正说明）' };
  const announcement = toAnnouncement(signed, text, desk.siteUrl);
  const fits = text.accounts.every((id) => desk.channels.get(id).render(announcement).fits);
  if (!fits) throw new Problem('does-not-fit', '有账号还不能接收这篇内容，请先按渠道稿的提示修改。');
  const channelOf = (id: string) => desk.channels.get(id);
  return planPublication({ release: signed, announcement, existing, accounts: desk.accounts, channelOf });
}
