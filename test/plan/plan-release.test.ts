import assert from 'node:assert/strict';
import type { Channel } from '../../src/channel/contract.ts';
import { DELIVERIES, type Delivery, deliveryIndexes } from '../../src/delivery/delivery.ts';
import { type PlanDesk, planReleases } from '../../src/plan/plan-release.ts';
import { type Release, releaseIndexes, releasesOf } from '../../src/release/release.ts';
import { aChannel, accounts, anApproved, aText, at, channelsOf, done, limits, silentLog } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

const opened: Readonly<Record<string, Channel>> = {
  website: aChannel({ id: 'website', revise: async () => done() }),
  wechat: aChannel({ id: 'wechat', limits: { ...limits, correction: 'replace' } }),
  weibo: aChannel({ id: 'weibo' }),
};
const withdrawal = { reason: '内容有误', by: 'p-approver', at: at('09:30') };
const correction = { note: '更正了时间', at: at('09:30') };

describe('planReleases', () => {
  const store = openStore(releaseIndexes, deliveryIndexes);
  const desk = (channels = opened, db = store().db): PlanDesk => ({
    db,
    siteUrl: 'https://www.luodian.example',
    channels: channelsOf(channels),
    accounts: accounts('website', 'wechat', 'weibo'),
    log: silentLog,
  });
  const deliveries = () => store().db.collection<Delivery>(DELIVERIES);
  const put = (...releases: readonly Release[]) => releasesOf(store().db).insertMany(releases);
  const replace = (change: Partial<Release>) => releasesOf(store().db).updateOne({ _id: 'r1' }, { $set: change });
  const all = () =>
    deliveries()
      .find({}, { sort: { _id: 1 } })
      .toArray();
  const states = async () => Object.fromEntries((await all()).map(({ _id, state }) => [_id, state]));
  const isPlanned = async (_id = 'r1') => (await releasesOf(store().db).findOne({ _id }))?.planned;
  const setAll = (state: Delivery['state']) =>
    deliveries().updateMany({}, { $set: { state, ref: state === 'done' ? 'p1' : null } });

  it('makes the deliveries of what is approved, due now, and marks it planned', async () => {
    await put(anApproved({ text: aText({ respondsTo: 't1' }) }));
    assert.equal(await planReleases(desk(), at('09:00')), 1);
    const [website, wechat] = await all();
    assert.deepEqual(
      { id: website?._id, kind: website?.kind, state: website?.state, dueAt: website?.dueAt, after: website?.after },
      {
        id: 'r1:1:website:publish',
        kind: 'website',
        state: 'waiting',
        dueAt: at('09:00'),
        after: [],
      },
    );
    assert.deepEqual(wechat?.after, ['r1:1:website:publish']);
    assert.deepEqual(wechat?.facts, { release: 'r1', revision: 1, column: 'notices', topic: 't1' });
    assert.equal(await isPlanned(), true);
    assert.equal(await planReleases(desk(), at('09:00')), 0);
  });

  for (const [publishAt, dueAt] of [
    ['10:00', '10:00'],
    ['08:00', '09:00'],
  ] as const) {
    it(`lets a text that is to go out at ${publishAt} go at ${dueAt}`, async () => {
      await put(anApproved({ text: aText({ publishAt: at(publishAt) }) }));
      await planReleases(desk(), at('09:00'));
      assert.deepEqual([...new Set((await all()).map((one) => one.dueAt.getTime()))], [at(dueAt).getTime()]);
    });
  }

  it('makes one of each when it is planned twice, after a crash or by two processes at once', async () => {
    await put(anApproved());
    await planReleases(desk(), at('09:00'));
    const before = await all();
    await replace({ planned: false });
    const other = await store().again();
    await Promise.all([planReleases(desk(), at('09:05')), planReleases(desk(opened, other), at('09:06'))]);
    assert.deepEqual(await all(), before);
    assert.equal(await isPlanned(), true);
  });

  it('plans a correction once, though its deliveries were stored before the crash', async () => {
    await put(anApproved());
    await planReleases(desk(), at('09:00'));
    await setAll('done');
    await replace({ ...anApproved({ revision: 2, correction }) });
    await planReleases(desk(), at('09:30'));
    const before = await all();
    assert.equal(before.length, 7);
    await replace({ planned: false });
    await planReleases(desk(), at('09:31'));
    assert.deepEqual(await all(), before, 'above all, the new post is not withdrawn');
  });

  it('cancels what waits of an overtaken revision, with a line each', async () => {
    await put(anApproved());
    await planReleases(desk(), at('09:00'));
    await replace({ ...anApproved({ revision: 2, correction }) });
    await planReleases(desk(), at('09:30'));
    assert.deepEqual(await states(), {
      'r1:1:website:publish': 'cancelled',
      'r1:1:wechat:publish': 'cancelled',
      'r1:1:weibo:publish': 'cancelled',
      'r1:2:website:publish': 'waiting',
      'r1:2:wechat:publish': 'waiting',
      'r1:2:weibo:publish': 'waiting',
    });
    const told = (await all()).flatMap(({ unposted }) => unposted.map(({ what }) => what));
    assert.deepEqual(told, ['delivery.cancelled', 'delivery.cancelled', 'delivery.cancelled']);
  });

  it('keeps the old article until the newest is out, when the correction between is overtaken', async () => {
    await put(anApproved());
    await planReleases(desk(), at('09:00'));
    await setAll('done');
    await replace({ ...anApproved({ revision: 2, correction }) });
    await planReleases(desk(), at('09:30'));
    await replace({ ...anApproved({ revision: 3, correction }) });
    await planReleases(desk(), at('09:40'));
    const wechat = (await all()).filter(({ account }) => account === 'wechat');
    assert.deepEqual(Object.fromEntries(wechat.map(({ _id, state }) => [_id, state])), {
      'r1:1:wechat:publish': 'done',
      'r1:1:wechat:withdraw': 'cancelled',
      'r1:1:wechat:withdraw:2': 'waiting',
      'r1:2:wechat:publish': 'cancelled',
      'r1:3:wechat:publish': 'waiting',
    });
    const last = wechat.find(({ _id }) => _id === 'r1:1:wechat:withdraw:2');
    assert.ok(last?.after.includes('r1:3:wechat:publish'));
  });

  it('of a withdrawal cancels what waits and withdraws what is or may be out', async () => {
    await put(anApproved());
    await planReleases(desk(), at('09:00'));
    await deliveries().updateOne({ account: 'website' }, { $set: { state: 'done', ref: 'r1' } });
    await deliveries().updateOne({ account: 'wechat' }, { $set: { state: 'settling' } });
    await replace({ state: 'withdrawn', withdrawal, planned: false });
    await planReleases(desk(), at('09:30'));
    assert.deepEqual(await states(), {
      'r1:1:website:publish': 'done',
      'r1:1:website:withdraw': 'waiting',
      'r1:1:wechat:publish': 'settling',
      'r1:1:wechat:withdraw': 'waiting',
      'r1:1:weibo:publish': 'cancelled',
    });
  });

  it('withdraws at once, whatever hour the text was to go out', async () => {
    await put(anApproved({ text: aText({ publishAt: at('18:00') }) }));
    await planReleases(desk(), at('09:00'));
    await setAll('done');
    await replace({ state: 'withdrawn', withdrawal, planned: false });
    await planReleases(desk(), at('09:30'));
    const withdrawing = (await all()).filter(({ order }) => order.action === 'withdraw');
    assert.ok(withdrawing.length === 3 && withdrawing.every(({ dueAt }) => dueAt.getTime() === at('09:30').getTime()));
  });

  /** A process that stops between reading a release and storing its deliveries, while `meanwhile` happens. */
  function slowDesk(meanwhile: () => Promise<unknown>): PlanDesk {
    const { db } = store();
    let isFirst = true;
    return {
      ...desk(),
      db: {
        collection: (name) => {
          const collection = db.collection<never>(name);
          const insertMany: typeof collection.insertMany = async (...given) => {
            if (isFirst) {
              isFirst = false;
              await meanwhile();
            }
            return await collection.insertMany(...given);
          };
          return new Proxy(collection, {
            get: (target, key) => {
              if (key === 'insertMany' && name === DELIVERIES) return insertMany;
              const value = Reflect.get(target, key);
              return typeof value === 'function' ? value.bind(target) : value;
            },
          });
        },
      },
    };
  }

  it('is planned once more when it is withdrawn while its deliveries are made', async () => {
    await put(anApproved());
    const change = { state: 'withdrawn', withdrawal, planned: false } as const;
    await planReleases(
      slowDesk(() => replace(change)),
      at('09:00'),
    );
    assert.equal(await isPlanned(), false);
    await planReleases(desk(), at('09:30'));
    assert.deepEqual([...new Set(Object.values(await states()))], ['cancelled']);
  });

  it('publishes nothing of what was withdrawn, and planned by another process, while this one slept', async () => {
    await put(anApproved());
    const change = { state: 'withdrawn', withdrawal, planned: false } as const;
    const meanwhile = async () => {
      await replace(change);
      await planReleases(desk(), at('09:30'));
      assert.equal(await isPlanned(), true);
    };
    await planReleases(slowDesk(meanwhile), at('09:00'));
    assert.equal(await isPlanned(), false, 'what this one made has still to be taken back');
    await planReleases(desk(), at('09:31'));
    assert.deepEqual([...new Set(Object.values(await states()))], ['cancelled']);
    assert.equal(await isPlanned(), true);
  });

  it('lets the newer revision win that was planned by another process while this one slept', async () => {
    await put(anApproved());
    const meanwhile = async () => {
      await replace({ ...anApproved({ revision: 2, correction }) });
      await planReleases(desk(), at('09:30'));
    };
    await planReleases(slowDesk(meanwhile), at('09:00'));
    await planReleases(desk(), at('09:31'));
    for (const [id, state] of Object.entries(await states())) {
      assert.equal(state, id.startsWith('r1:1:') ? 'cancelled' : 'waiting', id);
    }
  });

  it('plans the others when one cannot be planned, and that one when it can', async () => {
    const other = anApproved({ _id: 'r2', text: aText({ accounts: ['website'] }), changedAt: at('08:50') });
    await put(anApproved(), other);
    const { website } = opened;
    assert.equal(await planReleases(desk({ website: website! }), at('09:00')), 1);
    assert.deepEqual([await isPlanned('r1'), await isPlanned('r2')], [false, true]);
    assert.deepEqual(Object.keys(await states()), ['r2:1:website:publish']);
    assert.equal(await planReleases(desk(), at('09:00')), 1);
    assert.equal(await isPlanned('r1'), true);
  });

  it('withdraws from the others though one account was taken out of the configuration', async () => {
    await put(anApproved());
    await planReleases(desk(), at('09:00'));
    await setAll('done');
    await replace({ state: 'withdrawn', withdrawal, planned: false });
    await planReleases({ ...desk(), accounts: accounts('website', 'weibo') }, at('09:30'));
    const withdrawn = (await all()).filter(({ order }) => order.action === 'withdraw');
    assert.deepEqual(
      withdrawn.map(({ account, kind }) => [account, kind]),
      [
        ['website', 'website'],
        ['wechat', 'wechat'],
        ['weibo', 'weibo'],
      ].toSorted(),
    );
  });
});
