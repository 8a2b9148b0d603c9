import assert from 'node:assert/strict';
import { noteAnswered } from '../../src/reply/note-answered.ts';
import { writeReply } from '../../src/reply/write-reply.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { joinFragment } from '../../src/topic/join-fragments.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { moveSignals } from '../../src/topic/move-signals.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { refreshDeadlines } from '../../src/topic/refresh-deadlines.ts';
import { reopenTopic } from '../../src/topic/reopen-topic.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { splitTopic } from '../../src/topic/split-topic.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { undoTopic } from '../../src/topic/undo-topic.ts';
import { aComment, at, lineOf, openDesk, responder, type TestDesk, told } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });
const [answered, later, latest] = [at('10:00:00'), at('11:00:00'), at('12:00:00')];

/** What joining and taking it back must leave as it was; revisions and lines only rise. */
const standing = ({ state, answer, receivedFrom, writtenFrom, due, clock, warnAt, waitsAgain }: Topic) => {
  return {
    state,
    answer,
    receivedFrom,
    writtenFrom,
    due,
    warnAt,
    clock: clock ?? null,
    waitsAgain: waitsAgain ?? null,
  };
};

describe('what joins a topic that is answered', () => {
  let desk: TestDesk;
  /** Answered at ten. */
  let done: Topic;
  /** Waits since half past ten. */
  let waiting: Topic;
  const again = (topic: Topic) => getTopic(desk.db, topic._id);
  const answer = async (topic: Topic, time: Date) => {
    await noteAnswer(desk, topic._id, { at: time, coversUntil: time, fixedAt: time }, time);
    return await again(topic);
  };
  const hear = async (ref: string, text: string, received: Date) => {
    await takeSignals(desk.db, [aComment({ ref, text })], { now: received, by: 'system', import: null });
    await sortSignals(desk, received);
    return (await topicsOf(desk.db).findOne({ 'samples.of': `blog:${ref}` }))!;
  };
  const merge = async (from: Topic, into: Topic, time = later) =>
    await mergeTopic(desk, { ...seen(await again(from)), into: into._id }, responder, time);
  const undo = async (topic: Topic) => await undoTopic(desk, seen(await again(topic)), responder, latest);

  beforeEach(async () => {
    desk = await openDesk();
    done = await answer(await desk.hear({ ref: 'a', text: '银河湾捆绑销售车位' }), answered);
    waiting = await hear('b', '东山花苑的搅拌站', at('10:30:00'));
  });
  afterEach(() => desk.close());

  it('makes it wait again where it waits itself, since then, with one line', async () => {
    assert.equal(done.state, 'answered');
    const target = await merge(waiting, done);
    assert.deepEqual([target.state, target.receivedFrom], ['open', waiting.receivedFrom]);
    assert.deepEqual(target.due, waiting.due);
    const { facts, by } = lineOf(target, 'topic.reopened');
    assert.deepEqual([facts, by], [{ why: 'joined', part: waiting._id }, 'system']);
    assert.ok(target.warnAt && target.warnAt > later);
  });

  it('leaves it answered where it is answered itself', async () => {
    await answer(waiting, at('10:45:00'));
    assert.deepEqual(standing(await merge(waiting, done)), standing(done));
  });

  it('is parted again without a trace on either side', async () => {
    for (const side of [done, waiting]) {
      await merge(waiting, done);
      await undo(side);
      assert.deepEqual(standing(await again(done)), standing(done));
      assert.deepEqual(standing(await again(waiting)), standing(waiting));
    }
    assert.equal((await again(done)).unposted.filter(({ what }) => what === 'topic.undone').length, 2);
  });

  it('is told from what waits for another reason when it is taken away', async () => {
    await merge(waiting, done);
    const third = await hear('c', '望江桥通宵亮灯', at('10:40:00'));
    await merge(third, done);
    await undo(third);
    assert.equal((await again(done)).state, 'open');
    await undo(waiting);
    assert.deepEqual(standing(await again(done)), standing(done));
  });

  it('stays parted from something new that was said meanwhile', async () => {
    await merge(waiting, done);
    await hear('a2', '银河湾捆绑销售车位，不买不给办', later);
    await undo(waiting);
    const { state, receivedFrom } = await again(done);
    assert.deepEqual([state, receivedFrom], ['open', later]);
  });

  it('is answered by the next answer, and by one logged afterwards of an earlier call', async () => {
    const target = await merge(waiting, done);
    const call = {
      topic: target._id,
      text: '已电话答复',
      means: 'phone',
      proof: '通话记录 12',
      givenAt: at('10:40:00'),
    } as const;
    await writeReply(desk, call, responder, latest);
    await noteAnswered(desk, latest);
    await refreshDeadlines(desk, latest);
    assert.equal((await again(done)).state, 'answered');
    await undo(waiting);
    assert.equal((await again(done)).state, 'answered');
    assert.equal((await again(waiting)).state, 'open');
  });

  it('is not answered by an answer to the other that was ordered before and arrives after', async () => {
    await merge(waiting, done);
    await noteAnswer(desk, done._id, { at: latest, coversUntil: at('10:50:00'), fixedAt: at('10:50:00') }, latest);
    assert.equal((await again(done)).state, 'open');
  });

  it('answers itself where its own answer arrives after the merge: both are answered then', async () => {
    await merge(waiting, done);
    await noteAnswer(
      desk,
      waiting._id,
      { at: latest, coversUntil: waiting.receivedFrom, fixedAt: at('10:50:00') },
      latest,
    );
    assert.equal((await again(done)).state, 'answered');
    await undo(waiting);
    assert.deepEqual([(await again(done)).state, (await again(waiting)).state], ['answered', 'answered']);
  });

  it('does not answer the other that waits by what it was answered before', async () => {
    await merge(done, waiting);
    await noteAnswer(desk, done._id, { at: at('10:50:00'), coversUntil: at('10:50:00') }, latest);
    const target = await again(waiting);
    assert.deepEqual([target.state, target.receivedFrom], ['open', waiting.receivedFrom]);
  });

  it('never turns back what a person opened again', async () => {
    const { topic: closed } = await closeTopic(desk, { ...seen(done), reason: '已办' }, responder, answered);
    await reopenTopic(desk, seen(closed), responder, answered);
    await merge(waiting, done);
    await undo(waiting);
    await refreshDeadlines(desk, latest);
    assert.equal((await again(done)).state, 'open');
  });

  it('never turns back what was closed and opened again while it had joined', async () => {
    const target = await merge(waiting, done);
    const { topic: closed } = await closeTopic(desk, { ...seen(target), reason: '已办' }, responder, later);
    await reopenTopic(desk, seen(closed), responder, later);
    await undo(waiting);
    assert.equal((await again(done)).state, 'open');
  });

  it('waits again too when the crash came between the merge and that', async () => {
    const merged = { into: done._id, how: 'merge', at: later, by: 'responder', before: 'open', nth: 2 } as const;
    await topicsOf(desk.db).updateOne({ _id: waiting._id }, { $set: { state: 'merged', merge: merged } });
    await refreshDeadlines(desk, latest);
    const healed = await again(done);
    assert.equal(healed.state, 'open');
    assert.equal(await refreshDeadlines(desk, latest), 0);
    assert.deepEqual(await again(done), healed);
  });

  it('waits also where sorting puts two topics together', async () => {
    const fresh = await again(waiting);
    assert.equal(await joinFragment(desk, { topic: fresh._id, into: done._id }, later), true);
    assert.equal((await again(done)).state, 'open');
  });

  describe('one by one', () => {
    const move = async (refs: readonly string[], from: Topic, into: Topic) =>
      await moveSignals(
        desk,
        { ...seen(await again(from)), signals: refs.map((ref) => `blog:${ref}`), into: into._id },
        responder,
        later,
      );
    const bridge = { post: 'p1', account: 'blog' };

    it('makes it wait, and taken back leaves both as they were', async () => {
      const source = await desk.hear(
        { ref: 's1', ...bridge, text: '望江桥几号通车' },
        { ref: 's2', ...bridge, text: '望江桥通宵亮灯' },
      );
      for (const side of [done, source]) {
        assert.equal((await move(['s2'], source, done)).state, 'open');
        await undo(side);
        assert.deepEqual(standing(await again(done)), standing(done));
        assert.deepEqual(standing(await again(source)), standing(source));
      }
    });

    it('leaves it answered where the signal was answered before it moved', async () => {
      const heard = await desk.hear(
        { ref: 's1', ...bridge, text: '望江桥几号通车' },
        { ref: 's2', ...bridge, text: '望江桥通宵亮灯' },
      );
      const source = await answer(heard, at('09:30:00'));
      assert.deepEqual(standing(await move(['s2'], source, done)), standing(done));
      await undo(source);
      assert.deepEqual(standing(await again(source)), standing(source));
    });

    it('tells in a topic that waits what was answered from what was not', async () => {
      const heard = await desk.hear({ ref: 's1', ...bridge, text: '望江桥几号通车' });
      await answer(heard, at('09:30:00'));
      await takeSignals(desk.db, [aComment({ ref: 's2', ...bridge, text: '望江桥通车几号' })], {
        now: at('10:40:00'),
        by: 'system',
        import: null,
      });
      await sortSignals(desk, at('10:40:00'));
      const source = await again(heard);
      assert.equal(source.state, 'open');
      assert.equal((await move(['s1'], source, done)).state, 'answered');
      await undo(source);
      assert.deepEqual(standing(await again(source)), standing(source));
      assert.equal((await move(['s2'], source, done)).state, 'open');
      assert.deepEqual((await again(done)).receivedFrom, at('10:40:00'));
    });

    it('split off again, leaves it answered as it was', async () => {
      const target = await merge(waiting, done);
      const part = await splitTopic(desk, { ...seen(target), signals: ['blog:b'] }, responder, latest);
      assert.deepEqual([part.state, part.answer, part.receivedFrom], ['open', null, waiting.receivedFrom]);
      assert.deepEqual(standing(await again(done)), standing(done));
      assert.ok(told(await again(done)).includes('topic.undone'));
      const back = await undo(done);
      assert.deepEqual([back.state, back.receivedFrom], ['open', waiting.receivedFrom]);
    });
  });
});
