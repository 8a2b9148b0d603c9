import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, days } from '../../src/clock.ts';
import { noteSeenAgain } from '../../src/signal/seen-again.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { classTopic } from '../../src/topic/class-topic.ts';
import { takeHeat } from '../../src/topic/heat-stage.ts';
import { catchUpWithRules } from '../../src/topic/heed-rules.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { proposeAgain, proposeAnew } from '../../src/topic/propose-stage.ts';
import { readClasses } from '../../src/topic/read-classes.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { aComment, at, lineOf, now, openDesk, openedBy, responder, type TestDesk, told } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });
const later = (count: number) => after(now, days(count));
const text = '城西加油站爆炸，现场有人伤亡';

describe('proposeAgain', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    desk = { ...desk, classes: await readClasses(join(import.meta.dirname, '../../config/classes.json')) };
  });
  afterEach(() => desk.close());

  /** The desk's own `hear` knows the rules it was opened with. */
  async function hear(count: number): Promise<Topic> {
    const heard = Array.from({ length: count }, () => ({ text }));
    const topic = await desk.hear(...heard);
    await proposeAgain(desk, now);
    return await getTopic(desk.db, topic._id);
  }

  it('raises a topic as voices join, moves its due time and tells the ledger why', async () => {
    const topic = await hear(3);
    assert.deepEqual([topic.class, topic.due.rule, topic.classedBy], ['major', 'major-information', null]);
    assert.deepEqual(topic.due.at, at('14:00:00'));
    const { facts, by } = lineOf(topic, 'topic.proposed');
    assert.deepEqual([by, facts.from, facts.class, facts.rule], ['system', 'message', 'major', 'major-emergency']);
  });

  describe('by heat', () => {
    const complaint = { title: '东山花苑旁边的搅拌站日夜施工', text: '搅拌站离东山花苑不到一百米。' };
    const shout = (count: number) => desk.hear(...Array.from({ length: count }, () => complaint));
    const settle = async ({ _id }: Topic) => {
      await takeHeat(desk.db, now);
      while ((await proposeAgain(desk, now)) > 0);
      return await getTopic(desk.db, _id);
    };

    it('raises what many wrote within an hour to 48 hours, with the reason and a line, once', async () => {
      const quiet = await settle(await shout(4));
      assert.deepEqual([quiet.class, quiet.heard?.inHour], ['message', 4]);
      const topic = await settle(await shout(3));
      assert.deepEqual([topic.class, topic.due.rule, topic.due.at], ['opinion', 'opinion', later(2)]);
      assert.match(topic.proposal!.reason, /一小时内 7 条/);
      assert.match(topic.due.explanation, /48 小时/);
      assert.equal(lineOf(topic, 'topic.proposed').facts.rule, 'opinion-hour');
      assert.deepEqual(await settle(topic), topic);
    });

    it('leaves what a person said, and only shows what it would propose', async () => {
      const quiet = await settle(await shout(4));
      await classTopic(desk, { ...seen(quiet), class: 'message', matter: 'complaint' }, responder, now);
      const topic = await settle(await shout(3));
      assert.deepEqual([topic.class, topic.due.rule], ['message', 'message-complaint']);
      assert.equal(topic.proposal?.rule, 'opinion-hour');
    });

    it('keeps the class when the topic has cooled', async () => {
      const topic = await settle(await shout(7));
      await topicsOf(desk.db).updateOne({ _id: topic._id }, { $set: { stirred: 1 } });
      await proposeAgain(desk, later(30));
      assert.equal((await getTopic(desk.db, topic._id)).class, 'opinion');
    });

    it('reads the rank of an entry from the lists it stood on', async () => {
      const school = { id: 'school', name: '学校安全', any: ['校车'], must: [], never: [], needsPlace: false };
      desk = { ...desk, watch: { places: [], rules: [school] } };
      const listed = aComment({ account: 'hot', ref: 'h1', kind: 'hot', title: '校车侧翻', rank: 31 });
      await takeSignals(desk.db, [listed], { now, by: 'system', import: null });
      await sortSignals(desk, now);
      const topic = await settle(await openedBy(desk.db, 'hot:h1'));
      assert.deepEqual([topic.class, topic.heard?.rank], ['opinion', 31]);
      assert.match(topic.proposal!.reason, /上了热榜第 31 位/);
      for (const rank of [7, 44]) {
        await noteSeenAgain(desk.db, [{ signal: 'hot:h1', rank }]);
        assert.match((await settle(topic)).proposal!.reason, /上了热榜第 7 位/);
      }
    });
  });

  it('does nothing more when asked again', async () => {
    const topic = await hear(3);
    assert.equal(await proposeAgain(desk, now), 0);
    assert.deepEqual(await getTopic(desk.db, topic._id), topic);
  });

  it('never changes what a person has said; the proposal stands beside it', async () => {
    const first = await hear(1);
    await classTopic(desk, { ...seen(first), class: 'message', matter: 'help' }, responder, now);
    const topic = await hear(3);
    assert.equal(topic._id, first._id);
    assert.deepEqual([topic.class, topic.matter, topic.due.rule], ['message', 'help', 'message-help']);
    assert.equal(topic.proposal?.class, 'major');
    assert.ok(!told(topic).includes('topic.proposed'));
  });

  it('counts what was merged in', async () => {
    const first = await hear(2);
    const other = await desk.hear({ text: '油站那边消防车来了好多' });
    await mergeTopic(desk, { ...seen(other), into: first._id }, responder, now);
    await proposeAgain(desk, now);
    assert.equal((await getTopic(desk.db, first._id)).class, 'major');
  });

  it('takes the class of an older record for a person’s, unless it is what every topic began as', async () => {
    const topic = await hear(3);
    const { classedBy: _none, ...rest } = { ...topic, class: 'opinion', stirred: 1 } as const;
    await topicsOf(desk.db).deleteOne({ _id: topic._id });
    await topicsOf(desk.db).insertOne(rest);
    await proposeAgain(desk, now);
    assert.equal((await getTopic(desk.db, topic._id)).class, 'opinion');
  });

  it('asks about all of them once when a start finds other rules, and keeps to what it was told', async () => {
    const topic = await hear(3);
    await catchUpWithRules(desk, now);
    const before = await getTopic(desk.db, topic._id);
    const other = { ...desk, classes: { classes: [], matters: [] } };
    await catchUpWithRules(other, now);
    const after = await getTopic(desk.db, topic._id);
    assert.deepEqual([before.class, after.class], ['major', 'message']);
    await catchUpWithRules(other, now);
    assert.deepEqual(await getTopic(desk.db, topic._id), after);
  });

  it('asks about everything that waits when the rules have changed', async () => {
    const topic = await hear(3);
    assert.equal(await proposeAnew({ ...desk, classes: { classes: [], matters: [] } }, now), 1);
    assert.equal((await getTopic(desk.db, topic._id)).class, 'message');
  });
});
