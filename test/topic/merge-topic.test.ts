import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { familyOf, getRoot } from '../../src/topic/topic-family.ts';
import { undoTopic } from '../../src/topic/undo-topic.ts';
import { aComment, colleague, drafter, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('joining topics', () => {
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

  describe('mergeTopic', () => {
    it('brings the signals together and tells it once, in the topic that went', async () => {
      const target = await merge(one, other);
      assert.equal(target._id, other._id);
      assert.deepEqual(await signalsIn(target), ['a', 'b']);
      const merged = await again(one);
      assert.equal(merged.state, 'merged');
      assert.deepEqual(lineOf(merged, 'topic.merged').facts, { into: other._id });
      assert.deepEqual(target.unposted, other.unposted);
    });

    it('takes the earlier clock of the two', async () => {
      const earlier = new Date(now.getTime() - hours(48));
      await takeSignals(desk.db, [aComment({ ref: 'old' })], { now: earlier, by: 'system', import: null });
      await sortSignals(desk, now);
      const old = (await topicsOf(desk.db).findOne({ receivedFrom: earlier }))!;
      const target = await merge(old, other);
      assert.deepEqual(target.receivedFrom, earlier);
      assert.ok(target.due.at < other.due.at);
      assert.deepEqual((await undoTopic(desk, seen(target), responder, now)).due.at, other.due.at);
    });

    it('never makes a ring, even when two merge both ways at once', async () => {
      const both = await Promise.allSettled([merge(one, other), merge(other, one, colleague)]);
      assert.ok(both.filter(({ status }) => status === 'fulfilled').length <= 1);
      const states = [(await again(one)).state, (await again(other)).state];
      assert.ok(states.includes('open'), states.join());
    });

    it('never makes a ring of three', async () => {
      const third = await desk.hear({ ref: 'c' });
      await Promise.allSettled([merge(one, other), merge(other, third), merge(third, one)]);
      const all = await topicsOf(desk.db).find({}).toArray();
      assert.ok(all.some(({ state }) => state === 'open'));
      for (const topic of all) assert.equal((await getRoot(desk.db, topic._id)).merge, null);
    });

    it('refuses itself, a closed or merged topic on either side, a stale revision, and who has no right', async () => {
      await desk.refusesCleanly('invalid-input', () => merge(one, one));
      await desk.refusesCleanly('no-right', () => merge(one, other, drafter));
      await desk.refusesCleanly('stale-revision', () => merge({ ...one, revision: 9 }, other));
      await desk.refusesCleanly('not-found', () => merge(one, { ...other, _id: 't-none' }));
      const { topic: closed } = await closeTopic(desk, { ...seen(other), reason: '已办' }, responder, now);
      await desk.refusesCleanly('wrong-state', () => merge(one, closed));
      await desk.refusesCleanly('wrong-state', () => merge(closed, one));
    });

    it('refuses to merge what is merged, and says where it went', async () => {
      await merge(one, other);
      const third = await desk.hear({ ref: 'c' });
      const merged = await again(one);
      await desk.refusesCleanly('wrong-state', () => merge(merged, third));
      await assert.rejects(merge(merged, third), new RegExp(other._id));
    });
  });

  describe('undoTopic', () => {
    it('parts what was merged, asked on either side, with one line', async () => {
      for (const side of ['part', 'whole'] as const) {
        const target = await merge(await again(one), await again(other));
        await undoTopic(desk, seen(side === 'whole' ? target : await again(one)), responder, now);
        assert.deepEqual(await signalsIn(one), ['a']);
        assert.deepEqual(await signalsIn(other), ['b']);
        assert.equal((await again(one)).state, 'open');
      }
      const lines = (await again(one)).unposted.filter(({ what }) => what === 'topic.undone');
      assert.deepEqual(
        lines.map(({ facts }) => facts),
        [
          { act: 'merge', from: other._id },
          { act: 'merge', from: other._id },
        ],
      );
    });

    it('gives back the state it had', async () => {
      await noteAnswer(desk, one._id, { at: now, coversUntil: now }, now);
      const target = await merge(await again(one), other);
      await undoTopic(desk, seen(target), responder, now);
      assert.equal((await again(one)).state, 'answered');
    });

    it('takes back the last act first', async () => {
      const third = await desk.hear({ ref: 'c' });
      await merge(one, other);
      const target = await mergeTopic(desk, { ...seen(third), into: other._id }, responder, now);
      const after = await undoTopic(desk, seen(target), responder, now);
      assert.deepEqual(await signalsIn(after), ['a', 'b']);
      assert.deepEqual(await signalsIn(await undoTopic(desk, seen(after), responder, now)), ['b']);
    });

    it('lets one of two win who undo at once', async () => {
      const target = await merge(one, other);
      const both = await Promise.allSettled([responder, colleague].map((by) => undoTopic(desk, seen(target), by, now)));
      assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
      lineOf(await again(one), 'topic.undone');
    });

    it('refuses when there is nothing to take back', () =>
      desk.refusesCleanly('wrong-state', () => undoTopic(desk, seen(one), responder, now)));
  });
});
