/** What the website, wechat and weibo of these tests are, and plans on them. Shared by the tests of this folder. */
import assert from 'node:assert/strict';
import type { Channel } from '../../src/channel/contract.ts';
import type { Delivery, DeliveryState } from '../../src/delivery/delivery.ts';
import { type PlannedDelivery, planPublication } from '../../src/plan/plan-publication.ts';
import { toApprovedAnnouncement } from '../../src/release/release.ts';
import { aChannel, accounts, aDelivery, anApproved, aText, at, done, limits } from '../support/builders.ts';

/** The website changes pages in place, wechat replaces articles, weibo follows up. */
export const channels: Readonly<Record<string, Channel>> = {
  website: aChannel({ id: 'website', revise: async () => done() }),
  wechat: aChannel({ id: 'wechat', limits: { ...limits, correction: 'replace' } }),
  weibo: aChannel({ id: 'weibo', limits: { ...limits, correction: 'follow-up' } }),
};

export function plan(revision: number, existing: readonly Delivery[] = [], chosen = ['website', 'wechat', 'weibo']) {
  const correction = revision === 1 ? null : { note: '更正了时间', at: at('08:00') };
  const release = anApproved({ revision, correction, text: aText({ accounts: chosen }) });
  return planPublication({
    release,
    announcement: toApprovedAnnouncement(release, 'https://www.luodian.example'),
    existing,
    accounts: accounts('website', 'wechat', 'weibo'),
    channelOf: (id) => channels[id] ?? assert.fail(`no channel ${id}`),
  });
}

export const brief = (planned: readonly PlannedDelivery[]) =>
  planned.map(({ id, order, after }) => [id, order.action, ...after.toSorted()]);

/** What a plan becomes in the store. */
export function stored(planned: readonly PlannedDelivery[], state: DeliveryState = 'done'): Delivery[] {
  return planned.map(({ id: _id, account, order, after, revision }) =>
    aDelivery({ _id, account, order, after, state, ref: `ref of ${_id}`, facts: { revision } }),
  );
}

export const pieceOf = (planned: readonly PlannedDelivery[], id: string) => {
  return planned.find((one) => one.id === id)?.piece ?? null;
};
