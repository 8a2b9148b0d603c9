import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { reopenTopic } from '../../src/topic/reopen-topic.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { takeUpSignal } from '../../src/topic/take-up-signal.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { aComment, drafter, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('closing, reopening, taking up', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const again = () => getTopic(desk.db, topic._id);

  describe('closeTopic and reopenTopic', () => {
    it('closes an answered topic without a word', async () => {
      await noteAnswer(desk, topic._id, { at: now, coversUntil: now }, now);
      const { topic: closed, warning } = await closeTopic(
        desk,
        { ...seen(await again()), reason: '已答复' },
        responder,
        now,
      );
      assert.deepEqual([closed.state, warning], ['closed', null]);
      const { facts } = lineOf(closed, 'topic.closed');
      assert.deepEqual(facts, { answered: true, overdue: false, reason: '已答复' });
    });

    it('closes an unanswered one and warns', async () => {
      const late = new Date(topic.due.at.getTime() + hours(1));
      const { topic: closed, warning } = await closeTopic(
        desk,
        { ...seen(topic), reason: '重复反映' },
        responder,
        late,
      );
      assert.match(warning ?? '', /没有任何回应/);
      assert.deepEqual(lineOf(closed, 'topic.closed').facts, { answered: false, overdue: true, reason: '重复反映' });
    });

    it('warns when something was said after the answer', async () => {
      await noteAnswer(desk, topic._id, { at: now, coversUntil: new Date(now.getTime() - 1) }, now);
      const { warning } = await closeTopic(desk, { ...seen(await again()), reason: '已答复' }, responder, now);
      assert.match(warning ?? '', /又有新的线索/);
    });

    it('opens a closed one again, with one line', async () => {
      const { topic: closed } = await closeTopic(desk, { ...seen(topic), reason: '误办' }, responder, now);
      const open = await reopenTopic(desk, seen(closed), responder, now);
      assert.deepEqual([open.state, open.closing], ['open', null]);
      lineOf(open, 'topic.reopened');
    });

    it('closes a request for disclosure with what became of it, and tells its reopening what that takes back', async () => {
      const asked = await desk.hear({ ref: 'r', kind: 'request', text: '申请公开征地批文', applicant: 'legal' });
      const closing = { ...seen(asked), reason: '已答复' };
      await desk.refusesCleanly('invalid-input', () => closeTopic(desk, closing, responder, now));
      const { topic: closed } = await closeTopic(desk, { ...closing, outcome: 'granted' }, responder, now);
      const done = { outcome: 'granted', applicant: 'legal', requests: 1 };
      assert.deepEqual(closed.closing?.done, done);
      const { answered: _, overdue: __, reason: ___, ...facts } = lineOf(closed, 'topic.closed').facts;
      assert.deepEqual(facts, done);
      const open = await reopenTopic(desk, seen(closed), responder, now);
      assert.deepEqual(lineOf(open, 'topic.reopened').facts, { why: 'by-hand', ...done });
    });

    it('takes no outcome for what was no request', async () => {
      const closing = { ...seen(topic), reason: '已办', outcome: 'granted' };
      await desk.refusesCleanly('invalid-input', () => closeTopic(desk, closing, responder, now));
    });

    it('refuses to close twice and to open what is open', async () => {
      const { topic: closed } = await closeTopic(desk, { ...seen(topic), reason: '误办' }, responder, now);
      await desk.refusesCleanly('wrong-state', () =>
        closeTopic(desk, { ...seen(closed), reason: '再办' }, responder, now),
      );
      const other = await desk.hear({});
      await desk.refusesCleanly('wrong-state', () => reopenTopic(desk, seen(other), responder, now));
    });
  });

  describe('takeUpSignal', () => {
    it('opens a topic for what sorting had set aside', async () => {
      await takeSignals(desk.db, [aComment({ ref: 'nod', text: '支持' })], { now, by: 'system', import: null });
      await sortSignals(desk, now);
      const opened = await takeUpSignal(desk, 'blog:nod', responder, now);
      assert.equal(lineOf(opened, 'topic.opened').by, 'responder');
      const signal = await signalsOf(desk.db).findOne({ _id: 'blog:nod' });
      assert.deepEqual([signal?.topic, signal?.sorting?.decision], [opened._id, 'opened']);
      await desk.refusesCleanly('wrong-state', () => takeUpSignal(desk, 'blog:nod', responder, now));
    });

    it('refuses what is not there, not sorted, or not the person’s to open', async () => {
      await takeSignals(desk.db, [aComment({ ref: 'new', text: '支持' })], { now, by: 'system', import: null });
      await desk.refusesCleanly('not-found', () => takeUpSignal(desk, 'blog:none', responder, now));
      await desk.refusesCleanly('wrong-state', () => takeUpSignal(desk, 'blog:new', responder, now));
      await desk.refusesCleanly('no-right', () => takeUpSignal(desk, 'blog:new', drafter, now));
    });
  });
});
