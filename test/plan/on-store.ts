/** Releases and their deliveries on the real store, ready to be planned. Shared by the tests of this folder. */
import type { Channel } from '../../src/channel/contract.ts';
import { DELIVERIES, type Delivery, deliveryIndexes } from '../../src/delivery/delivery.ts';
import type { PlanDesk } from '../../src/plan/plan-release.ts';
import { type Release, releaseIndexes, releasesOf } from '../../src/release/release.ts';
import { aChannel, accounts, at, channelsOf, done, limits, silentLog } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

/** The website changes pages in place, wechat replaces articles, weibo follows up. */
export const opened: Readonly<Record<string, Channel>> = {
  website: aChannel({ id: 'website', revise: async () => done() }),
  wechat: aChannel({ id: 'wechat', limits: { ...limits, correction: 'replace' } }),
  weibo: aChannel({ id: 'weibo' }),
};
export const withdrawal = { reason: '内容有误', by: 'p-approver', at: at('09:30') };
export const correction = { note: '更正了时间', at: at('09:30') };

/** Call it at the top of a describe block. */
export function openPlanning() {
  const store = openStore(releaseIndexes, deliveryIndexes);
  const desk = (channels = opened, db = store().db): PlanDesk => ({
    db,
    siteUrl: 'https://www.luodian.example',
    channels: channelsOf(channels),
    accounts: accounts('website', 'wechat', 'weibo'),
    log: silentLog,
  });
  const deliveries = () => store().db.collection<Delivery>(DELIVERIES);
  const all = () =>
    deliveries()
      .find({}, { sort: { _id: 1 } })
      .toArray();
  return {
    store,
    desk,
    deliveries,
    all,
    put: (...releases: readonly Release[]) => releasesOf(store().db).insertMany(releases),
    replace: (change: Partial<Release>) => releasesOf(store().db).updateOne({ _id: 'r1' }, { $set: change }),
    states: async () => Object.fromEntries((await all()).map(({ _id, state }) => [_id, state])),
    isPlanned: async (_id = 'r1') => (await releasesOf(store().db).findOne({ _id }))?.planned,
    setAll: (state: Delivery['state']) =>
      deliveries().updateMany({}, { $set: { state, ref: state === 'done' ? 'p1' : null } }),
  };
}
