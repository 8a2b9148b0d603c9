import assert from 'node:assert/strict';
import type { Doorway } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import type { Account } from '../../src/channel/kind.ts';
import { hours, minutes } from '../../src/clock.ts';
import { type HotReading, hotReadingIndexes, hotReadingsOf } from '../../src/signal/hot-reading.ts';
import { pullAllHotTopics } from '../../src/signal/pull-hot-topics.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { findSource } from '../../src/signal/source.ts';
import { sourceFindings, sourceStates } from '../../src/signal/source-states.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { aChannel, countTopics, now, openDesk, type TestDesk } from '../topic/open-desk.ts';

const HOT: Account = {
  ...{ id: 'hot', kind: 'hot', name: '热搜榜', from: null, to: null, prefix: 'HOT', canonical: false },
};

const later = (ms: number) => new Date(now.getTime() + ms);

function aTopic(title: string, changes: Partial<HotTopic> = {}): HotTopic {
  const none = { text: '', category: null, labels: [], since: null, asOf: null };
  return { ref: title, title, rank: 1, heat: 100, url: 'https://s.example/', ...none, ...changes };
}

describe('pullAllHotTopics', () => {
  let desk: TestDesk;
  let list: readonly HotTopic[] | Error;
  let asked: number;
  beforeEach(async () => {
    const base = await openDesk();
    await ensureIndexes(base.db, hotReadingIndexes);
    asked = 0;
    const doorway: Doorway = {
      id: 'hot',
      pullHotTopics: async () => {
        asked += 1;
        if (list instanceof Error) throw list;
        return list;
      },
    };
    const channels = { ...base.channels, doorway: (id: string) => (id === 'hot' ? doorway : null) };
    desk = { ...base, accounts: [...base.accounts, HOT], channels };
    list = [aTopic('县城停水'), aTopic('樱桃节', { rank: 2 })];
  });
  afterEach(() => desk.close());

  const pull = (at = now) => pullAllHotTopics(desk, at);
  const state = async () => (await sourceStates(desk)).find(({ account }) => account === 'hot');
  const readings = (): Promise<HotReading[]> =>
    hotReadingsOf(desk.db)
      .find({}, { sort: { at: 1 } })
      .toArray();

  it('keeps the best rank of an entry, and says that it rose once it is in a topic', async () => {
    list = [aTopic('县城停水', { rank: 31 })];
    await pull();
    const read = async () => (await signalsOf(desk.db).findOne({ _id: 'hot:县城停水' }))!;
    assert.deepEqual([(await read()).rank, (await read()).warmer ?? 0], [31, 0]);
    await signalsOf(desk.db).updateOne({ _id: 'hot:县城停水' }, { $set: { topic: 't-1' } });
    for (const [nth, rank] of [7, 20].entries()) {
      list = [aTopic('县城停水', { rank })];
      await pull(later(minutes(10 * (nth + 1))));
      assert.deepEqual([(await read()).rank, (await read()).warmer], [7, 1]);
    }
  });

  it('makes one signal of an entry, however often it is seen and however its heat goes', async () => {
    assert.equal(await pull(), 2);
    const [first] = await signalsOf(desk.db).find({ _id: 'hot:县城停水' }).toArray();
    assert.deepEqual(
      [first?.kind, first?.title, first?.writtenAt, first?.listed?.url],
      ['hot', '县城停水', now, 'https://s.example/'],
    );
    list = [aTopic('樱桃节', { heat: 900, labels: ['沸'] }), aTopic('县城停水', { rank: 2, heat: 50 })];
    assert.equal(await pull(later(minutes(10))), 0);
    assert.deepEqual(await signalsOf(desk.db).find({ _id: 'hot:县城停水' }).toArray(), [first]);
    assert.deepEqual(
      (await readings()).map(({ entries }) => entries.map(({ signal, rank, heat }) => [signal, rank, heat])),
      [
        [
          ['hot:县城停水', 1, 100],
          ['hot:樱桃节', 2, 100],
        ],
        [
          ['hot:樱桃节', 1, 900],
          ['hot:县城停水', 2, 50],
        ],
      ],
    );
  });

  it('keeps what a cache gives again as the one reading it is', async () => {
    const asOf = later(-minutes(5));
    list = [aTopic('县城停水', { asOf })];
    for (const passed of [0, 10, 20]) await pull(later(minutes(passed)));
    assert.deepEqual(
      (await readings()).map(({ at }) => at),
      [asOf],
    );
  });

  it('keeps a list that changed although the source tells the same time', async () => {
    const asOf = later(-minutes(5));
    list = [aTopic('县城停水', { asOf })];
    await pull();
    list = [aTopic('樱桃节', { asOf })];
    await pull(later(minutes(10)));
    assert.deepEqual(
      (await readings()).map(({ at, entries }) => [at, entries[0]?.signal]),
      [
        [asOf, 'hot:县城停水'],
        [later(minutes(10)), 'hot:樱桃节'],
      ],
    );
  });

  it('believes no clock that is ahead of ours', async () => {
    list = [aTopic('县城停水', { asOf: later(hours(5)), since: later(hours(9)) })];
    await pull();
    assert.deepEqual((await signalsOf(desk.db).findOne({ _id: 'hot:县城停水' }))?.writtenAt, now);
    assert.deepEqual((await readings())[0]?.at, now);
  });

  it('opens no topic and joins none: entries are set aside until watch words choose among them', async () => {
    await desk.hear({ text: '县城停水三天了，请问什么时候来水' });
    const before = await countTopics(desk.db);
    await pull();
    await sortSignals(desk, now);
    assert.equal(await countTopics(desk.db), before);
    const entry = await signalsOf(desk.db).findOne({ _id: 'hot:县城停水' });
    assert.deepEqual(
      [entry?.topic, entry?.sorted, entry?.sorting?.reason],
      [null, true, '未列入：热榜条目，未命中关注词'],
    );
  });

  it('shows a source that fails as broken, and well again after one good look', async () => {
    await pull();
    assert.equal((await state())?.state, 'working');
    list = new ChannelFailure('locked-out', '热榜来源要求登录');
    await pull(later(minutes(10)));
    const broken = await state();
    assert.deepEqual([broken?.state, broken?.stateName], ['broken', '故障']);
    assert.match(broken?.explanation ?? '', /没有新热点不等于没有热点：热榜来源要求登录/);
    list = [aTopic('县城停水')];
    await pull(later(minutes(20)));
    assert.equal((await state())?.state, 'working');
  });

  it('shows a source that stands still as such, from its third hour on, and says it to whoever checks accounts', async () => {
    await pull();
    const lastGood = later(hours(3));
    await pull(lastGood);
    assert.equal((await state())?.state, 'working');
    assert.deepEqual(await sourceFindings(desk, 'hot'), []);
    const late = later(hours(3) + minutes(1));
    await pull(late);
    const still = await state();
    assert.deepEqual([still?.state, still?.unchangedSince], ['standing-still', now]);
    assert.match(still?.explanation ?? '', /自 2018-07-02 09:00 起没有任何变化/);
    const [finding] = await sourceFindings(desk, 'hot');
    assert.deepEqual([finding?.ok, finding?.what], [false, '线索来源：停滞']);
    list = [aTopic('县城停水', { heat: 101 })];
    await pull(late);
    assert.equal((await state())?.state, 'working');
  });

  it('takes a source at its word when it says that its list is old', async () => {
    list = [aTopic('县城停水', { asOf: later(-hours(6)) })];
    await pull();
    assert.equal((await state())?.state, 'standing-still');
  });

  it('counts the same list under a newer time as alive', async () => {
    list = [aTopic('县城停水', { asOf: now })];
    await pull();
    const late = later(hours(5));
    list = [aTopic('县城停水', { asOf: late })];
    await pull(late);
    assert.equal((await state())?.state, 'working');
  });

  it('waits as long as a source tells it to', async () => {
    list = new ChannelFailure('limited', '读取过于频繁', { retryAt: later(minutes(25)) });
    await pull();
    await pull(later(minutes(10)));
    assert.equal(asked, 1);
    list = [aTopic('县城停水')];
    assert.equal(await pull(later(minutes(25))), 1);
  });

  it('never keeps the text of an error nobody sorted', async () => {
    list = new Error('https://x/?key=s3');
    await pull();
    assert.doesNotMatch(JSON.stringify(await findSource(desk.db, 'hot')), /s3/);
  });

  it('reads nothing where nothing can be read', async () => {
    const channels = { ...desk.channels, doorway: () => aChannel('blog') };
    assert.equal(await pullAllHotTopics({ ...desk, channels }, now), 0);
  });
});
