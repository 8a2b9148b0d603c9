import assert from 'node:assert/strict';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { NEWS } from '../../src/delivery/settle-by-news.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { RUNS, type Run } from '../../src/schedule/schedule.ts';
import { waitFor } from './child-service.ts';
import { type Member, SECOND_QUOTA } from './open-crew.ts';
import { ok } from './publish.ts';
import { approveThrough, reviewThrough } from './publish-through.ts';
import { withCrew } from './with-crew.ts';

type Trio = readonly [Member, Member, Member];

describe('what three processes share', function () {
  this.timeout(120_000);
  const crew = withCrew(3);
  const trio = () => crew().members.slice(0, 3) as unknown as Trio;

  const deliveries = () => crew().db.collection<Delivery>(DELIVERIES);
  const of = (ids: readonly string[], more: object = {}) =>
    deliveries()
      .find({ 'facts.release': { $in: ids }, ...more })
      .toArray();
  const allDone = (ids: readonly string[], each: number) =>
    waitFor(async () => (await of(ids, { state: 'done' })).length === ids.length * each, 40_000);

  const publish = async (count: number, accounts: readonly string[], ...through: readonly Member[]) => {
    const ids = await reviewThrough(through, count, accounts);
    await approveThrough(through, ids);
    return ids;
  };

  it('a schedule: each of its times runs in one process', async () => {
    const [id] = await publish(1, ['website', 'wechat'], trio()[0]);
    assert.ok(await allDone([id ?? ''], 2));
    const pulls = () => crew().fakes.wechat.calls.filter((path) => path === '/cgi-bin/comment/list').length;
    const runs = () =>
      crew()
        .db.collection<Run>(RUNS)
        .find({ schedule: 'pull-comments' }, { sort: { slot: 1 } })
        .toArray();
    const settled = async () => {
      for (;;) {
        const [before, calls, after] = [await runs(), pulls(), await runs()];
        if (before.length === after.length && after.every(({ outcome }) => outcome === 'ok'))
          return { runs: after, calls };
      }
    };
    const first = await settled();
    await waitFor(async () => (await runs()).length >= first.runs.length + 3, 20_000);
    const last = await settled();
    assert.equal(last.calls - first.calls, last.runs.length - first.runs.length, 'one look for one run');
    const slots = last.runs.slice(first.runs.length - 1).map(({ slot }) => slot.getTime());
    assert.deepEqual(
      slots.slice(1).map((slot, i) => slot - (slots[i] ?? 0)),
      slots.slice(1).map(() => 3000),
      'none left out',
    );
  });

  it('a token: many calls that meet its end at once replace it once, and none fails for it', async () => {
    const { wechat } = crew().fakes;
    assert.ok(await allDone(await publish(6, ['website', 'wechat'], ...trio()), 2));
    wechat.killTokens();
    const ids = await publish(9, ['website', 'wechat'], ...trio());
    assert.ok(await allDone(ids, 2));
    const sent = await of(ids, { account: 'wechat' });
    assert.deepEqual([...new Set(sent.map(({ tries }) => tries))], [1]);
    assert.ok(new Set(sent.map(({ latest }) => latest?.by)).size >= 2, 'several have sent');
    assert.equal(wechat.forcedRefreshes(), 1);
  });

  it('a quota: used to the last, never exceeded, the rest waits and says why', async () => {
    const ids = await publish(2 * SECOND_QUOTA, ['website', 'second'], ...trio());
    const held = () => of(ids, { account: 'second', state: 'waiting', failure: 'limited' });
    assert.ok(await waitFor(async () => (await held()).length === SECOND_QUOTA, 30_000));
    assert.equal((await of(ids, { account: 'second', state: 'done' })).length, SECOND_QUOTA);
    assert.equal(crew().fakes.second.posts().length, SECOND_QUOTA);
    for (const { reason } of await held()) assert.match(reason, /每小时额度（7 次）已用完/);
  });

  it('pushes: one that two processes get at once is taken once, and settles what a third one sent', async () => {
    const { wechat } = crew().fakes;
    wechat.knobs.holdJobs = true;
    const [id = ''] = await publish(1, ['website', 'wechat'], trio()[0]);
    const order = async () => (await of([id], { account: 'wechat', state: 'settling' }))[0];
    assert.ok(await waitFor(async () => (await order()) !== undefined, 20_000));
    const { latest, ticket, dueAt } = (await order()) as Delivery;
    const others = trio().filter(({ name }) => !name.test(latest?.by ?? ''));
    assert.equal(others.length, 2);
    crew().pushTo(...others);
    wechat.finishJobs(0);
    wechat.knobs.holdJobs = false;
    wechat.say('李四', '请问停水到几点？');
    await wechat.pushed();
    assert.deepEqual(crew().pushed.slice(-4), [200, 200, 200, 200]);
    assert.ok(await allDone([id], 2));
    assert.ok(new Date() < dueAt, 'nobody had to look');
    assert.equal(
      await crew()
        .db.collection(NEWS)
        .countDocuments({ _id: `wechat:${ticket}` }),
      1,
    );
    assert.equal(
      await ledgerOf(crew().db).countDocuments({ what: 'delivery.done', subject: `${id}:1:wechat:publish` }),
      1,
    );
    assert.equal(await crew().db.collection('signals').countDocuments({ text: '请问停水到几点？' }), 1);
  });

  it('the pause of everything: the others heed it within a second, and its end', async () => {
    assert.ok(await allDone(await publish(3, ['website', 'weibo'], ...trio()), 2)); // nobody has looked long ago
    await ok(trio()[0].checker.post('/api/sending/pause', { reason: '全国哀悼日' }));
    const pausedAt = Date.now();
    const held = async () => (await ok(trio()[2].checker.get('/api/sending'))).body.held.total;
    const heldBefore = await held();
    await waitFor(() => Date.now() > pausedAt + 1000, 2000);
    const ids = await publish(4, ['website', 'weibo'], trio()[1], trio()[2]);
    assert.ok(await waitFor(async () => (await held()) === heldBefore + 8, 10_000));
    const isMoving = async () => (await of(ids, { tries: { $gt: 0 } })).length > 0;
    assert.equal(await waitFor(isMoving, 700), false);
    await ok(trio()[1].checker.post('/api/sending/resume'));
    assert.ok(await allDone(ids, 2));
  });
});
