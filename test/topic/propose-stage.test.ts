import assert from 'node:assert/strict';
import { join } from 'node:path';
import { classTopic } from '../../src/topic/class-topic.ts';
import { catchUpWithRules } from '../../src/topic/heed-rules.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { proposeAgain, proposeAnew } from '../../src/topic/propose-stage.ts';
import { readClasses } from '../../src/topic/read-classes.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { at, lineOf, now, openDesk, responder, type TestDesk, told } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });
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
