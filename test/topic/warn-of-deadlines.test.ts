import assert from 'node:assert/strict';
import { assignTopic } from '../../src/topic/assign-topic.ts';
import { claimTopic } from '../../src/topic/claim-topic.ts';
import { classTopic } from '../../src/topic/class-topic.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { warnOfDeadlines } from '../../src/topic/warn-of-deadlines.ts';
import { warningsOf } from '../../src/topic/warning.ts';
import { now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });
const on = (day: string, time: string) => new Date(`2018-07-${day}T${time}+08:00`);

describe('warnOfDeadlines', () => {
  let desk: TestDesk;
  let topic: Topic;
  // Heard on Monday, 2 July 2018, 09:00; an ordinary message: five working days, Monday the 9th, 24:00.
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const again = () => getTopic(desk.db, topic._id);
  async function told(): Promise<readonly string[]> {
    const found = await warningsOf(desk.db)
      .find({}, { sort: { at: 1, _id: 1 } })
      .toArray();
    return found.map(({ rule, kind, tell }) => `${rule} ${kind} ${tell}`);
  }

  it('knows from the start when it has to speak first: when the office opens on the day before the last', () => {
    assert.deepEqual(topic.warnAt, on('06', '08:30:00'));
    assert.equal(topic.warning, null);
  });

  it('says nothing before its time', async () => {
    assert.equal(await warnOfDeadlines(desk, on('06', '08:29:59')), 0);
    assert.deepEqual(await told(), []);
  });

  it('warns a day and half a day before, then passes it up, each once with a line', async () => {
    assert.equal(await warnOfDeadlines(desk, on('06', '08:30:00')), 1);
    assert.deepEqual((await again()).warning, { level: 'before', told: ['handler'], since: on('06', '08:30:00') });
    // Four working hours before Monday 18:00, where the day's work ends: 14:30 to 18:00 and half an hour of the morning.
    assert.deepEqual((await again()).warnAt, on('09', '11:30:00'));
    await warnOfDeadlines(desk, on('09', '11:30:00'));
    assert.equal(await warnOfDeadlines(desk, on('09', '23:59:59')), 0);
    await warnOfDeadlines(desk, on('10', '00:00:00'));
    assert.deepEqual((await again()).warning?.told, ['handler', 'unit-head']);
    await warnOfDeadlines(desk, on('10', '08:30:00'));
    const passedUp = await again();
    assert.deepEqual([passedUp.warning?.level, passedUp.warnAt], ['after', null]);
    assert.deepEqual(passedUp.warning?.told, ['handler', 'unit-head', 'office-leader']);
    assert.deepEqual(await told(), [
      'message before handler',
      'message before handler',
      'message after unit-head',
      'message after office-leader',
    ]);
    const lines = (
      await warningsOf(desk.db)
        .find({}, { sort: { at: 1 } })
        .toArray()
    ).flatMap(({ unposted }) => unposted);
    const whats = lines.map(({ what, subject }) => [what, subject]);
    assert.deepEqual(whats, [
      ['topic.warned', topic._id],
      ['topic.warned', topic._id],
      ['topic.escalated', topic._id],
      ['topic.escalated', topic._id],
    ]);
  });

  it('says nothing twice, be it asked again, by two at once, or after a crash before the topic was marked', async () => {
    await Promise.all([warnOfDeadlines(desk, on('06', '09:00:00')), warnOfDeadlines(desk, on('06', '09:00:00'))]);
    await topicsOf(desk.db).updateOne({ _id: topic._id }, { $set: { warnAt: topic.warnAt, warning: null } });
    await warnOfDeadlines(desk, on('06', '09:05:00'));
    assert.deepEqual(await told(), ['message before handler']);
    assert.equal((await again()).warning?.level, 'before');
  });

  it('after a long stop tells what is late, not what once ran out', async () => {
    await warnOfDeadlines(desk, on('20', '09:00:00'));
    assert.deepEqual((await told()).toSorted(), ['message after office-leader', 'message after unit-head']);
  });

  it('falls silent when it is answered, and starts anew when the class moves the time', async () => {
    await warnOfDeadlines(desk, on('06', '08:30:00'));
    const major = await classTopic(desk, { ...seen(await again()), class: 'opinion' }, responder, on('06', '09:00:00'));
    assert.deepEqual([major.warning, major.warnAt], [null, on('03', '21:00:00')]);
    await noteAnswer(desk, topic._id, { at: on('06', '10:00:00'), coversUntil: on('06', '10:00:00') }, now);
    assert.equal(await warnOfDeadlines(desk, on('06', '11:00:00')), 0);
  });

  it('tells the unit of the time it was given', async () => {
    const assigning = { ...seen(topic), lead: 'education', dueAt: on('04', '18:00:00') };
    await assignTopic(desk, assigning, responder, now);
    await warnOfDeadlines(desk, on('03', '08:30:00'));
    assert.deepEqual(await told(), ['assignment:education before handler']);
    await warnOfDeadlines(desk, on('04', '18:00:01'));
    assert.ok((await told()).includes('assignment:education after unit-head'));
  });

  it('moves on to the answer once somebody has taken a case on', async () => {
    const hotline = await classTopic(desk, { ...seen(topic), class: 'case' }, responder, now);
    assert.equal(hotline.due.rule, 'case-sign');
    const mine = await claimTopic(desk, seen(hotline), responder, now);
    assert.equal(mine.due.rule, 'case-assign');
    await assert.rejects(claimTopic(desk, seen(mine), responder, now));
  });
});
