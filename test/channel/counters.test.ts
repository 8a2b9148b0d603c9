import assert from 'node:assert/strict';
import { openCounters } from '../../src/channel/counters.ts';
import { openStore } from '../support/open-store.ts';

describe('counters of an account', () => {
  const store = openStore();

  it('count to the last and no further, over two processes that count at once', async () => {
    const processes = [openCounters(store().db, 'weibo'), openCounters(await store().again(), 'weibo')];
    const asked = Array.from({ length: 60 }, (_, nth) => processes[nth % 2]!.count('calls', '2026-03-02', 25));
    assert.equal((await Promise.all(asked)).filter(Boolean).length, 25);
    assert.equal(await processes[1]!.read('calls', '2026-03-02'), 25);
  });

  it('remember over a restart', async () => {
    await openCounters(store().db, 'weibo').count('calls', '2026-03-02', 1);
    const restarted = openCounters(await store().again(), 'weibo');
    assert.equal(await restarted.count('calls', '2026-03-02', 1), false);
  });

  it('take back what did not happen, and never below nothing', async () => {
    const counters = openCounters(store().db, 'weibo');
    await counters.count('calls', '2026-03-02', 1);
    for (let times = 0; times < 3; times++) await counters.uncount('calls', '2026-03-02');
    assert.equal(await counters.read('calls', '2026-03-02'), 0);
    assert.equal(await counters.count('calls', '2026-03-02', 1), true);
  });

  it('begin anew with a new window, forget the ones before, and leave other counts alone', async () => {
    const { db } = store();
    const [weibo, second] = [openCounters(db, 'weibo'), openCounters(db, 'second')];
    for (const window of ['2026-03-01', '2026-03-02']) {
      assert.equal(await weibo.count('calls', window, 1), true);
      await weibo.count('comments', window, 1);
    }
    await second.count('calls', '2026-03-01', 1);
    const kept = await db
      .collection('counters')
      .find({}, { sort: { _id: 1 } })
      .toArray();
    assert.deepEqual(
      kept.map(({ _id }) => _id),
      ['second:calls@2026-03-01', 'weibo:calls@2026-03-02', 'weibo:comments@2026-03-02'],
    );
  });

  it('allow nothing where most is nothing', async () => {
    assert.equal(await openCounters(store().db, 'weibo').count('calls', '2026-03-02', 0), false);
  });
});
