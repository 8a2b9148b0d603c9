import assert from 'node:assert/strict';
import { classTopic } from '../../src/topic/class-topic.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { refreshDeadlines } from '../../src/topic/refresh-deadlines.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { at, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('what a topic is and by when', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const again = () => getTopic(desk.db, topic._id);

  describe('classTopic', () => {
    it('changes the class and with it the due time, with one line', async () => {
      const major = await classTopic(desk, { ...seen(topic), class: 'major' }, responder, now);
      assert.deepEqual([major.class, major.due.rule], ['major', 'major-information']);
      assert.deepEqual(major.due.at, at('14:00:00'));
      assert.equal(lineOf(major, 'topic.classed').facts.from, 'message');
    });

    it('takes a kind for messages only', async () => {
      const asked = await classTopic(
        desk,
        { ...seen(topic), class: 'message', matter: 'consultation' },
        responder,
        now,
      );
      assert.deepEqual([asked.matter, asked.due.rule], ['consultation', 'message-consultation']);
      const opinion = await classTopic(
        desk,
        { ...seen(asked), class: 'opinion', matter: 'consultation' },
        responder,
        now,
      );
      assert.deepEqual([opinion.matter, opinion.due.rule], ['general', 'opinion']);
    });

    it('confirms what the rules propose, once', async () => {
      assert.equal(topic.classedBy, null);
      const confirmed = await classTopic(desk, { ...seen(topic), class: 'message' }, responder, now);
      assert.equal(confirmed.classedBy, responder.id);
      assert.equal(lineOf(confirmed, 'topic.classed').facts.confirmed, true);
      const again = () => classTopic(desk, { ...seen(confirmed), class: 'message' }, responder, now);
      await desk.refusesCleanly('wrong-state', again);
    });
  });

  describe('refreshDeadlines', () => {
    it('moves due times when the calendar has changed, and nothing else', async () => {
      const holidays = new Set(['2018-07-03', '2018-07-04']);
      const calendar = new Map([[2018, { year: 2018, source: '样例', holidays, workdays: new Set<string>() }]]);
      assert.equal(await refreshDeadlines({ ...desk, calendar }, now), 1);
      const { due, revision } = await again();
      assert.equal(due.at.toISOString(), '2018-07-11T15:59:59.999Z');
      assert.match(due.explanation, /2018-07-03、2018-07-04/);
      assert.equal(revision, topic.revision);
      assert.equal(await refreshDeadlines({ ...desk, calendar }, now), 0);
    });

    it('leaves closed topics alone', async () => {
      await closeTopic(desk, { ...seen(topic), reason: '已办' }, responder, now);
      assert.equal(await refreshDeadlines({ ...desk, calendar: new Map() }, now), 0);
    });
  });
});
