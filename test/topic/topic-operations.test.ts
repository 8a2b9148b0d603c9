import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { claimTopic } from '../../src/topic/claim-topic.ts';
import { classTopic } from '../../src/topic/class-topic.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { refreshDeadlines } from '../../src/topic/refresh-deadlines.ts';
import { reopenTopic } from '../../src/topic/reopen-topic.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { takeUpSignal } from '../../src/topic/take-up-signal.ts';
import { getTopic, type Topic, topicsOf } from '../../src/topic/topic.ts';
import { unclaimTopic } from '../../src/topic/unclaim-topic.ts';
import {
  aComment,
  administrator,
  at,
  colleague,
  drafter,
  lineOf,
  now,
  openDesk,
  responder,
  type TestDesk,
} from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('what responders do with a topic', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const again = () => getTopic(desk.db, topic._id);

  describe('claimTopic', () => {
    it('makes it the responder’s, with one line', async () => {
      const claimed = await claimTopic(desk, seen(topic), responder, now);
      assert.deepEqual([claimed.owner, claimed.revision], ['responder', 2]);
      assert.equal(lineOf(claimed, 'topic.claimed').by, 'responder');
    });

    it('lets one of two win who claim at once, and tells the other', async () => {
      const both = [responder, colleague].map((by) => claimTopic(desk, seen(topic), by, now));
      const outcomes = await Promise.allSettled(both);
      const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      assert.deepEqual(
        refused.map(({ code, status }) => [code, status]),
        [['stale-revision', 409]],
      );
      lineOf(await again(), 'topic.claimed');
    });

    it('refuses what somebody else has, whatever the revision', async () => {
      const claimed = await claimTopic(desk, seen(topic), responder, now);
      await desk.refusesCleanly('wrong-state', () => claimTopic(desk, seen(claimed), colleague, now));
      await desk.refusesCleanly('stale-revision', () => claimTopic(desk, seen(topic), colleague, now));
    });

    it('refuses who has no right and what is not there', async () => {
      await desk.refusesCleanly('no-right', () => claimTopic(desk, seen(topic), drafter, now));
      await desk.refusesCleanly('not-found', () => claimTopic(desk, { id: 't-none', revision: 1 }, responder, now));
    });
  });

  describe('unclaimTopic', () => {
    it('gives it back, by its owner or an administrator, with one line', async () => {
      const mine = await claimTopic(desk, seen(topic), responder, now);
      const free = await unclaimTopic(desk, seen(mine), responder, now);
      assert.equal(free.owner, null);
      assert.equal(lineOf(free, 'topic.released').facts.from, 'responder');
      const theirs = await claimTopic(desk, seen(free), colleague, now);
      assert.equal((await unclaimTopic(desk, seen(theirs), administrator, now)).owner, null);
    });

    it('refuses others, and what nobody has', async () => {
      await desk.refusesCleanly('wrong-state', () => unclaimTopic(desk, seen(topic), responder, now));
      const mine = await claimTopic(desk, seen(topic), responder, now);
      await desk.refusesCleanly('no-right', () => unclaimTopic(desk, seen(mine), colleague, now));
    });
  });

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

    it('refuses the class it has', () =>
      desk.refusesCleanly('wrong-state', () => classTopic(desk, { ...seen(topic), class: 'message' }, responder, now)));
  });

  describe('closeTopic and reopenTopic', () => {
    it('closes an answered topic without a word', async () => {
      await noteAnswer(desk, topic._id, { at: now, coversUntil: now });
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
      await noteAnswer(desk, topic._id, { at: now, coversUntil: new Date(now.getTime() - 1) });
      const { warning } = await closeTopic(desk, { ...seen(await again()), reason: '已答复' }, responder, now);
      assert.match(warning ?? '', /又有新的线索/);
    });

    it('opens a closed one again, with one line', async () => {
      const { topic: closed } = await closeTopic(desk, { ...seen(topic), reason: '误办' }, responder, now);
      const open = await reopenTopic(desk, seen(closed), responder, now);
      assert.deepEqual([open.state, open.closing], ['open', null]);
      lineOf(open, 'topic.reopened');
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

  describe('refreshDeadlines', () => {
    it('moves due times when the calendar has changed, and nothing else', async () => {
      const holidays = new Set(['2018-07-03', '2018-07-04']);
      const calendar = new Map([[2018, { year: 2018, source: '样例', holidays, workdays: new Set<string>() }]]);
      assert.equal(await refreshDeadlines({ ...desk, calendar }), 1);
      const { due, revision } = await again();
      assert.equal(due.at.toISOString(), '2018-07-11T15:59:59.999Z');
      assert.match(due.explanation, /2018-07-03、2018-07-04/);
      assert.equal(revision, topic.revision);
      assert.equal(await refreshDeadlines({ ...desk, calendar }), 0);
    });

    it('leaves closed topics alone', async () => {
      await closeTopic(desk, { ...seen(topic), reason: '已办' }, responder, now);
      assert.equal(await refreshDeadlines({ ...desk, calendar: new Map() }), 0);
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

  it('numbers the lines of a topic by its revisions, so that none is lost for another', async () => {
    let last = topic;
    for (let i = 0; i < 3; i++) {
      last = await claimTopic(desk, seen(last), responder, now);
      last = await unclaimTopic(desk, seen(last), responder, now);
    }
    const ids = (await topicsOf(desk.db).findOne({ _id: topic._id }))?.unposted.map(({ _id }) => _id) ?? [];
    assert.equal(new Set(ids).size, 7);
  });
});
