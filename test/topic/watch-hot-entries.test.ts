import assert from 'node:assert/strict';
import forget from '../../schedules/forget.ts';
import { days, hours, after as later } from '../../src/clock.ts';
import { hotReadingsOf } from '../../src/signal/hot-reading.ts';
import { type Signal, signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { addWatchWord, changeWatchWord } from '../../src/topic/change-watch-words.ts';
import { forgetHotEntries } from '../../src/topic/forget-hot.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { lookAtHotAgain } from '../../src/topic/watch-stage.ts';
import { watchIndexes } from '../../src/topic/watch-word.ts';
import { aComment, administrator, countTopics, drafter, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const school = { name: '学校安全', any: ['校车'], must: [], never: ['电影'], needsPlace: false };

describe('entries of hot lists', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    await ensureIndexes(desk.db, watchIndexes);
  });
  afterEach(() => desk.close());

  const take = async (at: Date, ...titles: string[]) => {
    const entries = titles.map((title) =>
      aComment({ account: 'hot', ref: title, kind: 'hot', title, text: '', writtenAt: at }),
    );
    await takeSignals(desk.db, entries, { now: at, by: 'system', import: null });
  };
  const entry = async (title: string): Promise<Signal> => {
    return (await signalsOf(desk.db).findOne({ _id: `hot:${title}` })) ?? assert.fail(`no entry ${title}`);
  };
  const sort = async (at = now) => {
    await lookAtHotAgain(desk, at);
    await sortSignals(desk, at);
  };

  it('open a topic when a rule of the file catches them, with rank, word and place as the reason', async () => {
    const watching = { ...desk, watch: { ...desk.watch, rules: [{ ...school, id: 'school' }] } };
    await take(now, '城关镇校车侧翻', '校车电影上映');
    const read = { signal: 'hot:城关镇校车侧翻', rank: 3, heat: 9, labels: [] };
    await hotReadingsOf(desk.db).insertOne({ _id: 'hot@now', account: 'hot', at: now, entries: [read] });
    await sortSignals(watching, now);
    const { topic, sorting } = await entry('城关镇校车侧翻');
    assert.ok(topic);
    assert.deepEqual(
      [sorting?.decision, sorting?.reason],
      ['opened', '热榜第 3 位，关注词“学校安全”命中：校车；地点：城关镇。新事项：未见相近的留言'],
    );
    const aside = await entry('校车电影上映');
    assert.deepEqual([aside.topic, aside.sorting?.reason], [null, '未列入：热榜条目，未命中关注词']);
  });

  it('join a topic that speaks of the same by the ordinary rule', async () => {
    await addWatchWord(desk, school, responder, now);
    const said = { account: 'board', title: '东山镇丽发新城校车侧翻伤人', text: '东山镇丽发新城校车侧翻' };
    const topic = await desk.hear(said);
    await take(now, '东山镇丽发新城校车侧翻');
    await sort();
    const { topic: joined, sorting } = await entry('东山镇丽发新城校车侧翻');
    assert.equal(joined, topic._id);
    assert.match(sorting?.reason ?? '', /^热榜条目，关注词“学校安全”命中：校车；地点：东山镇。与已有事项/);
  });

  it('of the last 7 days are looked at again when a rule is added, and only once', async () => {
    await take(later(now, -days(8)), '校车旧闻');
    await take(later(now, -days(6)), '校车侧翻', '樱桃节');
    await sort();
    assert.equal(await countTopics(desk.db), 0);
    await addWatchWord(desk, school, administrator, now);
    assert.equal(await lookAtHotAgain(desk, now), 1);
    assert.equal(await lookAtHotAgain(desk, now), 0);
    await sortSignals(desk, now);
    const topics = await Promise.all(
      ['校车旧闻', '校车侧翻', '樱桃节'].map(async (title) => (await entry(title)).topic),
    );
    assert.deepEqual(
      topics.map((topic) => topic !== null),
      [false, true, false],
    );
    await addWatchWord(desk, { ...school, name: '再来一次' }, responder, now);
    await sort();
    assert.equal(await countTopics(desk.db), 1);
  });

  it('are looked at again after a crash between putting back and noting it', async () => {
    await take(now, '校车侧翻');
    await sort();
    await addWatchWord(desk, school, responder, now);
    await lookAtHotAgain(desk, now);
    await desk.db.collection('rules').deleteOne({ _id: 'watch-words' });
    await sort();
    await desk.db.collection('rules').deleteOne({ _id: 'watch-words' });
    await sort();
    assert.equal(await countTopics(desk.db), 1);
    assert.equal((await entry('校车侧翻')).sorting?.decision, 'opened');
  });

  it('are watched by nothing that is switched off', async () => {
    const { _id: id, revision } = await addWatchWord(desk, school, responder, now);
    await changeWatchWord(desk, { id, revision, isOn: false }, responder, now);
    await take(now, '校车侧翻');
    await sort();
    assert.equal((await entry('校车侧翻')).topic, null);
    const again = await changeWatchWord(desk, { id, revision: 2, isOn: true, any: ['校车', '校车'] }, responder, now);
    assert.deepEqual(
      again.unposted.map(({ what }) => what),
      ['watch-word.added', 'watch-word.switched-off', 'watch-word.switched-on'],
    );
    await sort();
    assert.notEqual((await entry('校车侧翻')).topic, null);
  });

  it('are watched by words of those who may, and of no others', async () => {
    await desk.refusesCleanly('no-right', () => addWatchWord(desk, school, drafter, now));
    const both = { ...school, must: ['停课'], never: ['停课'] };
    await desk.refusesCleanly('invalid-input', () => addWatchWord(desk, both, responder, now));
  });

  it('are forgotten once their days are over, unless they are in a topic', async () => {
    await addWatchWord(desk, school, responder, now);
    await take(later(now, -days(31)), '校车侧翻', '樱桃节');
    await take(later(now, -days(30)), '杨梅节');
    await desk.hear({ ref: 'comment', writtenAt: later(now, -days(40)) });
    await sort();
    const app = { ...desk, config: { hot: { days: 30 } } };
    const left = async () => {
      const rows: Signal[] = await signalsOf(desk.db)
        .find({}, { sort: { _id: 1 } })
        .toArray();
      return rows.map(({ _id }) => _id);
    };
    await forget.run(app as unknown as Parameters<typeof forget.run>[0], now);
    assert.deepEqual(await left(), ['blog:comment', 'hot:杨梅节', 'hot:校车侧翻']);
    await forget.run(app as unknown as Parameters<typeof forget.run>[0], later(now, hours(24)));
    assert.deepEqual(await left(), ['blog:comment', 'hot:校车侧翻']);
  });

  it('are kept beyond their days while they stand on a list', async () => {
    await take(later(now, -days(31)), '樱桃节');
    await sort();
    const app = { ...desk, accounts: [{ id: 'hot' }], config: { hot: { days: 30 } } };
    const read = (at: Date, ...titles: string[]) => {
      const entries = titles.map((title) => ({ signal: `hot:${title}`, rank: 1, heat: 1, labels: [] }));
      return hotReadingsOf(desk.db).insertOne({ _id: `hot@${at.toISOString()}`, account: 'hot', at, entries });
    };
    await read(now, '樱桃节');
    assert.equal(await forgetHotEntries(app, now), 0);
    await read(later(now, hours(1)), '杨梅节');
    assert.equal(await forgetHotEntries(app, later(now, hours(1))), 1);
  });
});
