import assert from 'node:assert/strict';
import { signalsOf } from '../../src/signal/signal.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { finishSplits } from '../../src/topic/finish-splits.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { moveSignals } from '../../src/topic/move-signals.ts';
import { splitTopic } from '../../src/topic/split-topic.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { familyOf } from '../../src/topic/topic-family.ts';
import { undoTopic } from '../../src/topic/undo-topic.ts';
import { at, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('parting topics', () => {
  let desk: TestDesk;
  let one: Topic;
  let other: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    one = await desk.hear({ ref: 'a', text: '银河湾捆绑销售车位' });
    other = await desk.hear({ ref: 'b', text: '东山花苑的搅拌站' });
  });
  afterEach(() => desk.close());

  const again = (topic: Topic) => getTopic(desk.db, topic._id);
  const signalsIn = async (topic: Topic) => {
    const found = await signalsOf(desk.db)
      .find({ topic: { $in: await familyOf(desk.db, topic._id) } })
      .toArray();
    return found.map(({ ref }) => ref).sort();
  };
  const merge = (topic: Topic, into: Topic, by = responder) =>
    mergeTopic(desk, { ...seen(topic), into: into._id }, by, now);

  describe('splitTopic', () => {
    let whole: Topic;
    beforeEach(async () => {
      whole = await merge(one, other);
    });

    const split = (signals: readonly string[], title?: string) =>
      splitTopic(desk, { ...seen(whole), signals, ...(title && { title }) }, responder, now);

    it('teaches sorting: what resembles the part goes there', async () => {
      const bridge = { post: 'p1', account: 'blog' };
      const topic = await desk.hear(
        { ref: 's1', ...bridge, text: '望江桥几号通车' },
        { ref: 's2', ...bridge, text: '望江桥通宵亮灯' },
      );
      assert.deepEqual(await signalsIn(topic), ['s1', 's2']);
      const part = await splitTopic(desk, { ...seen(await again(topic)), signals: ['blog:s2'] }, responder, now);
      await desk.hear({ ref: 's3', ...bridge, text: '望江桥通宵亮灯睡不着' });
      await desk.hear({ ref: 's4', ...bridge, text: '望江桥到底几号通车' });
      assert.deepEqual(await signalsIn(part), ['s2', 's3']);
      assert.deepEqual(await signalsIn(topic), ['s1', 's4']);
    });

    it('makes the signals named a topic of their own, with one line, and moves each once', async () => {
      const part = await split(['blog:a'], '车位问题');
      assert.equal(part.title, '车位问题');
      assert.deepEqual(await signalsIn(part), ['a']);
      assert.deepEqual(await signalsIn(whole), ['b']);
      const told = await again(whole);
      assert.deepEqual(lineOf(told, 'topic.split').facts, { into: part._id, signals: 1 });
      assert.equal(told.splitting, null);
      const moved = (await signalsOf(desk.db).findOne({ _id: 'blog:a' }))!;
      assert.deepEqual(lineOf(moved, 'signal.moved').facts, { from: one._id, to: part._id });
    });

    it('goes on after a crash where it stopped', async () => {
      const part = await split(['blog:a']);
      const before = await desk.everything();
      const { splitFrom } = part;
      // As if the process had died after the line and before anything else.
      await topicsOf(desk.db).deleteOne({ _id: part._id });
      await signalsOf(desk.db).updateOne(
        { _id: 'blog:a' },
        { $set: { topic: one._id }, $pull: { unposted: { what: 'signal.moved' } } },
      );
      const splitting = {
        into: part._id,
        title: part.title,
        signals: ['blog:a'],
        by: 'responder',
        at: splitFrom!.at,
        nth: splitFrom!.nth,
      };
      await topicsOf(desk.db).updateOne({ _id: whole._id }, { $set: { splitting } });
      await desk.refusesCleanly('wrong-state', async () => undoTopic(desk, seen(await again(whole)), responder, now));
      assert.equal(await finishSplits(desk, now), 1);
      assert.equal(await finishSplits(desk, now), 0);
      assert.deepEqual(await desk.everything(), before);
    });

    it('is taken back by undo, and only once', async () => {
      const part = await split(['blog:a']);
      const back = await undoTopic(desk, seen(await again(whole)), responder, now);
      assert.deepEqual(await signalsIn(back), ['a', 'b']);
      assert.deepEqual(lineOf(await again(part), 'topic.undone').facts, { act: 'split', into: whole._id });
      // What is left to undo now is the merge before the split.
      await undoTopic(desk, seen(back), responder, now);
      assert.equal((await again(one)).state, 'open');
      assert.equal((await again(part)).state, 'merged');
    });

    it('keeps class and owner', async () => {
      await topicsOf(desk.db).updateOne({ _id: whole._id }, { $set: { class: 'opinion', owner: 'responder' } });
      const part = await split(['blog:a']);
      assert.deepEqual([part.class, part.owner, part.due.rule], ['opinion', 'responder', 'opinion']);
    });

    it('refuses foreign signals, all of them, and a stale revision', async () => {
      await desk.hear({ ref: 'c' });
      await desk.refusesCleanly('invalid-input', () => split(['blog:c']));
      await desk.refusesCleanly('invalid-input', () => split(['blog:a', 'blog:b']));
      await desk.refusesCleanly('invalid-input', () => split([]));
      whole = { ...whole, revision: 9 };
      await desk.refusesCleanly('stale-revision', () => split(['blog:a']));
    });
  });

  describe('moveSignals', () => {
    let wrong: Topic;
    const bridge = { post: 'p1', account: 'blog' };
    beforeEach(async () => {
      wrong = await desk.hear(
        { ref: 's1', ...bridge, text: '望江桥几号通车', writtenAt: at('07:00:00') },
        { ref: 's2', ...bridge, text: '望江桥通宵亮灯', writtenAt: at('06:00:00') },
      );
    });
    const move = (into: Topic, signals: readonly string[] = ['blog:s2'], from = wrong) =>
      moveSignals(desk, { ...seen(from), signals, into: into._id }, responder, now);

    it('takes signals to the other topic at once, and what resembles them goes there', async () => {
      const target = await move(one);
      assert.equal(target._id, one._id);
      assert.deepEqual(await signalsIn(target), ['a', 's2']);
      assert.deepEqual(await signalsIn(wrong), ['s1']);
      await desk.hear({ ref: 's3', ...bridge, text: '望江桥通宵亮灯睡不着' });
      await desk.hear({ ref: 's4', ...bridge, text: '望江桥到底几号通车' });
      assert.deepEqual(await signalsIn(target), ['a', 's2', 's3']);
      assert.deepEqual(await signalsIn(wrong), ['s1', 's4']);
    });

    it('tells it in the topic they left, in what was moved and in each signal', async () => {
      await move(one);
      const { into: part, ...facts } = lineOf(await again(wrong), 'topic.split').facts;
      assert.deepEqual(facts, { to: one._id, signals: 1 });
      const moved = (await signalsOf(desk.db).findOne({ _id: 'blog:s2' }))!;
      assert.deepEqual(lineOf(moved, 'signal.moved').facts, { from: wrong._id, to: part });
      assert.deepEqual(lineOf(await getTopic(desk.db, String(part)), 'topic.merged').facts, { into: one._id });
    });

    it('makes the clocks of both anew', async () => {
      const target = await move(one);
      assert.deepEqual(target.writtenFrom, at('06:00:00'));
      assert.deepEqual((await again(wrong)).writtenFrom, at('07:00:00'));
      await undoTopic(desk, seen(target), responder, now);
      assert.deepEqual((await again(one)).writtenFrom, one.writtenFrom);
      assert.deepEqual((await again(wrong)).writtenFrom, at('06:00:00'));
    });

    it('is taken back in one act on either side, and only once', async () => {
      for (const side of [one, wrong]) {
        await move(one, ['blog:s2'], await again(wrong));
        const back = await undoTopic(desk, seen(await again(side)), responder, now);
        assert.equal(back._id, side._id);
        assert.deepEqual(await signalsIn(one), ['a']);
        assert.deepEqual(await signalsIn(wrong), ['s1', 's2']);
        await desk.refusesCleanly('wrong-state', async () => undoTopic(desk, seen(await again(side)), responder, now));
      }
    });

    it('lets one of two win who take it back on both sides at once', async () => {
      const sides = [seen(await move(one)), seen(await again(wrong))];
      const both = await Promise.allSettled(sides.map((side) => undoTopic(desk, side, responder, now)));
      assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.deepEqual(await signalsIn(wrong), ['s1', 's2']);
    });

    it('goes on after a crash where it stopped, and is not taken back before', async () => {
      await move(one);
      const before = await desk.everything();
      const part = (await topicsOf(desk.db).findOne({ 'merge.into': one._id }))!;
      const moved = { into: one._id, nth: part.merge!.nth };
      const decided = { into: part._id, title: part.title, signals: ['blog:s2'], by: 'responder', at: now, moved };
      await signalsOf(desk.db).updateOne(
        { _id: 'blog:s2' },
        { $set: { topic: wrong._id }, $pull: { unposted: { what: 'signal.moved' } } },
      );
      const splitting = { ...decided, nth: part.splitFrom!.nth };
      await topicsOf(desk.db).updateOne({ _id: wrong._id }, { $set: { splitting } });
      await desk.refusesCleanly('wrong-state', async () => undoTopic(desk, seen(await again(one)), responder, now));
      await topicsOf(desk.db).deleteOne({ _id: part._id });
      // Its samples went with it and are made anew from its first signal.
      assert.equal(await finishSplits(desk, now), 1);
      assert.equal(await finishSplits(desk, now), 0);
      const { samples: _, ...made } = (await topicsOf(desk.db).findOne({ _id: part._id }))!;
      const { samples: __, ...was } = part;
      assert.deepEqual(made, was);
      await topicsOf(desk.db).updateOne({ _id: part._id }, { $set: { samples: part.samples } });
      assert.deepEqual(await desk.everything(), before);
    });

    it('refuses itself, all signals, foreign ones, a closed or merged target and a stale revision', async () => {
      await desk.refusesCleanly('invalid-input', () => move(wrong));
      await desk.refusesCleanly('invalid-input', () => move(one, ['blog:s1', 'blog:s2']));
      await desk.refusesCleanly('invalid-input', () => move(one, ['blog:b']));
      await desk.refusesCleanly('stale-revision', () => move(one, ['blog:s2'], { ...wrong, revision: 9 }));
      await closeTopic(desk, { ...seen(one), reason: '已办' }, responder, now);
      await desk.refusesCleanly('wrong-state', () => move(one));
      const third = await desk.hear({ ref: 'c' });
      await merge(other, third);
      await desk.refusesCleanly('wrong-state', () => move(other));
      await desk.refusesCleanly('not-found', () => move({ ...one, _id: 't-none' }));
    });
  });
});
