import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import type { IncomingSignal } from '../../src/signal/signal.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getTopic, topicIdOf, topicsOf } from '../../src/topic/topic.ts';
import { aComment, at, countTopics, lineOf, now, openDesk, responder, type TestDesk, told } from './open-desk.ts';

const mixer = { title: '东山花苑旁边的搅拌站日夜施工', text: '搅拌站离东山花苑不到一百米，灰尘和噪音很大。' };
const mixerAgain = { title: '东山花苑搅拌站施工扰民', text: '东山花苑的搅拌站又在夜里施工。' };
const garage = { title: '投诉银河湾小区捆绑销售车位', text: '银河湾卖房时要求必须同时购买车位。' };

describe('sortSignals', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  const take = async (...signals: Partial<IncomingSignal>[]) => {
    await takeSignals(desk.db, signals.map(aComment), { now, by: 'system', import: null });
  };
  const find = async (ref: string) => (await signalsOf(desk.db).findOne({ _id: `blog:${ref}` }))!;

  it('opens a topic, as an ordinary message, with due time and one line', async () => {
    const topic = await desk.hear({ ref: 'm1', ...mixer });
    assert.equal(topic._id, topicIdOf('blog:m1'));
    const { title, state, owner, revision, due, receivedFrom } = topic;
    assert.deepEqual(
      { title, state, owner, revision },
      { title: mixer.title, state: 'open', owner: null, revision: 1 },
    );
    assert.equal(topic.class, 'message');
    assert.deepEqual(receivedFrom, now);
    assert.equal(due.at.toISOString(), '2018-07-09T15:59:59.999Z');
    assert.deepEqual(told(topic), ['topic.opened']);
    const { facts, by } = lineOf(topic, 'topic.opened');
    assert.equal(by, 'system');
    assert.deepEqual([facts.account, facts.signal], ['blog', 'blog:m1']);
  });

  it('puts a second voice into the same topic, in the same batch and in a later one', async () => {
    const { _id } = await desk.hear({ ref: 'm1', ...mixer }, { ref: 'm2', ...mixerAgain, writtenAt: at('08:10:00') });
    await desk.hear({ ref: 'm3', ...mixerAgain, writtenAt: at('08:20:00') });
    assert.equal(await countTopics(desk.db), 1);
    for (const ref of ['m2', 'm3']) {
      const { topic, sorting, sorted } = await find(ref);
      assert.deepEqual([topic, sorted, sorting?.decision], [_id, true, 'joined']);
      assert.match(sorting?.reason ?? '', /东山花苑、?搅拌站、施工/);
    }
    assert.deepEqual((await getTopic(desk.db, _id)).lastAt, at('08:20:00'));
  });

  it('sorts the oldest first, so that the first voice opens the topic', async () => {
    await take({ ref: 'later', ...mixerAgain, writtenAt: at('08:20:00') }, { ref: 'earlier', ...mixer });
    await sortSignals(desk, now);
    assert.equal((await find('later')).topic, topicIdOf('blog:earlier'));
  });

  it('sets aside without opening anything', async () => {
    await take({ ref: 'n1', text: '[赞]' });
    assert.equal(await sortSignals(desk, now), 1);
    const { topic, sorted, sorting } = await find('n1');
    assert.deepEqual([topic, sorted, sorting?.decision], [null, true, 'set-aside']);
    assert.equal(await countTopics(desk.db), 0);
  });

  it('sorts nothing twice', async () => {
    await desk.hear({ ...mixer }, { ...garage });
    const before = await desk.everything();
    assert.equal(await sortSignals(desk, at('10:00:00')), 0);
    assert.deepEqual(await desk.everything(), before);
  });

  it('stops after a batch while more is pouring in, and goes on later', async () => {
    await take({ ref: 'm1', ...mixer }, { ref: 'm2', ...garage });
    assert.equal(await sortSignals(desk, now, () => true), 0);
    assert.equal((await find('m1')).sorted, false);
    assert.equal(await sortSignals(desk, now), 2);
  });

  it('makes the same of it after a crash between topic and signals', async () => {
    await desk.hear(
      { ref: 'm1', ...mixer },
      { ref: 'm2', ...mixerAgain, writtenAt: at('08:10:00') },
      { ref: 'g1', ...garage },
    );
    const withoutReasons = async () =>
      JSON.parse(JSON.stringify(await desk.everything()).replace(/"reason":"[^"]*（相似度[^"]*"/g, '"reason":""'));
    const before = await withoutReasons();
    await signalsOf(desk.db).updateMany({}, { $set: { sorted: false, topic: null, sorting: null } });
    // Another process: it remembers nothing.
    await sortSignals({ ...desk, db: { collection: (name) => desk.db.collection(name) } }, now);
    assert.deepEqual(await withoutReasons(), before);
  });

  it('starts the clock with the earliest arrival, whatever the order of sorting', async () => {
    const { _id } = await desk.hear({ ref: 'm1', ...mixer });
    const earlier = new Date(now.getTime() - hours(30));
    await takeSignals(desk.db, [aComment({ ref: 'm0', ...mixerAgain })], { now: earlier, by: 'system', import: null });
    await sortSignals(desk, now);
    const { receivedFrom, due } = await getTopic(desk.db, _id);
    assert.deepEqual(receivedFrom, earlier);
    assert.equal(due.at.toISOString(), '2018-07-06T15:59:59.999Z');
  });

  it('opens an answered topic again when something new is said, with a line and a new clock', async () => {
    const { _id } = await desk.hear({ ref: 'm1', ...mixer });
    await noteAnswer(desk, _id, { at: at('09:30:00'), coversUntil: at('09:30:00') }, now);
    assert.equal((await getTopic(desk.db, _id)).state, 'answered');
    const later = at('10:00:00');
    await takeSignals(desk.db, [aComment({ ref: 'm2', ...mixerAgain })], { now: later, by: 'system', import: null });
    await sortSignals(desk, later);
    const topic = await getTopic(desk.db, _id);
    assert.equal(topic.state, 'open');
    assert.deepEqual(topic.receivedFrom, later);
    assert.equal(lineOf(topic, 'topic.reopened').facts.signal, 'blog:m2');
  });

  it('opens a new topic when the old one is closed', async () => {
    const { _id, revision } = await desk.hear({ ref: 'm1', ...mixer });
    await closeTopic(desk, { id: _id, revision, reason: '已整改完毕' }, responder, now);
    const { _id: next } = await desk.hear({ ref: 'm2', ...mixerAgain });
    assert.notEqual(next, _id);
  });

  it('puts what resembles a merged topic into what that has become', async () => {
    const merged = await desk.hear({ ref: 'm1', ...mixer });
    const target = await desk.hear({ ref: 'g1', ...garage });
    await mergeTopic(desk, { id: merged._id, revision: merged.revision, into: target._id }, responder, now);
    await desk.hear({ ref: 'm2', ...mixerAgain });
    assert.equal((await find('m2')).topic, target._id);
  });

  it('opens a new topic when the old one is gone, taken back in another process', async () => {
    const { _id: gone } = await desk.hear({ ref: 'm1', ...mixer });
    await topicsOf(desk.db).deleteOne({ _id: gone });
    const { _id } = await desk.hear({ ref: 'm2', ...mixerAgain });
    assert.equal(_id, topicIdOf('blog:m2'));
  });

  it('opens a new topic when the last voice is more than a year old', async () => {
    await desk.hear({ ref: 'm1', ...mixer, writtenAt: new Date('2017-01-05T08:00:00+08:00') });
    const { _id } = await desk.hear({ ref: 'm2', ...mixerAgain });
    assert.equal(_id, topicIdOf('blog:m2'));
  });

  it('does not take the name of the county for something in common', async () => {
    const titles = Array.from(
      { length: 60 },
      (_, i) => `云岭县${String.fromCodePoint(0x4e10 + i * 40)}${String.fromCodePoint(0x5f10 + i * 40)}的路灯`,
    );
    await desk.hear(...titles.map((title) => ({ title, text: title })));
    await desk.hear({ ref: 'a', title: '云岭县甲', text: '云岭县停车' });
    await desk.hear({ ref: 'b', title: '云岭县甲', text: '云岭县垃圾' });
    assert.notEqual((await find('a')).topic, (await find('b')).topic);
  });
});
