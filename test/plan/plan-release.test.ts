import assert from 'node:assert/strict';
import { planReleases } from '../../src/plan/plan-release.ts';
import { accounts, anApproved, aText, at } from '../support/builders.ts';
import { correction, opened, openPlanning, withdrawal } from './on-store.ts';

describe('planReleases', () => {
  const { store, desk, deliveries, all, put, replace, states, isPlanned, setAll } = openPlanning();

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
    assert.deepEqual(wechat?.facts, { release: 'r1', revision: 1, column: 'notices', topic: 't1', why: '首次发布' });
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

  it('makes urgent deliveries of an urgent text, and of its withdrawal', async () => {
    const urgencies = async () => [...new Set((await all()).map(({ urgent }) => urgent))];
    await put(anApproved({ text: aText({ urgent: true }) }));
    await planReleases(desk(), at('09:00'));
    assert.deepEqual(await urgencies(), [true]);
    await setAll('done');
    await replace({ withdrawal, state: 'withdrawn', planned: false });
    await planReleases(desk(), at('09:30'));
    assert.equal((await all()).length, 6);
    assert.deepEqual(await urgencies(), [true]);
  });

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
