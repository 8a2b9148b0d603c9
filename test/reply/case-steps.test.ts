import assert from 'node:assert/strict';
import { aLine, type Line } from '../../src/ledger/line.ts';
import { type CaseInTopics, type Happened, stepsFor } from '../../src/reply/case-steps.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));
const due = { taken: at(4), assigned: at(8), answered: at(20) };
const words = { unitName: (id: string) => id.toUpperCase(), whyBack: () => '不归我们管' };
const line = (what: Line['what'], hour: number, facts: Line['facts'] = {}, subject = 't1') =>
  aLine({ what, subject, at: at(hour), by: 'ann', facts, nth: hour });
const tell = (lines: readonly Line[], one: Partial<CaseInTopics> = {}, answers: Happened['answers'] = []) => {
  const inTopics = { receivedAt: at(1), closedAt: null, since: new Map([['t1', at(1)]]), ...one };
  const steps = stepsFor(inTopics, { lines, answers }, due, words);
  return steps.map(({ status }) => [status.state, status.at.getUTCHours(), status.unit, status.onTime]);
};

describe('what a case is told', () => {
  it('is that somebody took it on, once, in time or late', () => {
    assert.deepEqual(tell([line('topic.claimed', 3), line('topic.released', 4), line('topic.claimed', 5)]), [
      ['accepted', 3, '', true],
    ]);
    assert.deepEqual(tell([line('topic.claimed', 5)]), [['accepted', 5, '', false]]);
  });

  it('is each assignment; the first of them accepts it as well', () => {
    const lines = [
      line('topic.assigned', 3, { lead: 'a', with: [] }),
      line('topic.handed-back', 4, { unit: 'a', left: [] }),
      line('topic.assigned', 9, { lead: 'b', with: ['c'] }),
    ];
    assert.deepEqual(tell(lines), [
      ['accepted', 3, '', true],
      ['assigned', 3, 'A', true],
      ['handed-back', 4, 'A', null],
      ['assigned', 9, 'B', false],
    ]);
  });

  it('is what stands, where it came in later than that was done, and not what is over', () => {
    const before = [line('topic.assigned', 3, { lead: 'a', with: [] }), line('topic.closed', 4, { reason: '办完' })];
    assert.deepEqual(tell(before, { receivedAt: at(6) }), [
      ['accepted', 6, '', false],
      ['assigned', 6, 'A', true],
    ]);
    const back = [...before, line('topic.handed-back', 5, { unit: 'a', left: [] })];
    assert.deepEqual(tell(back, { receivedAt: at(6) }), [['accepted', 6, '', false]]);
  });

  it('follows it into the topic that its own was merged into, from then on', () => {
    const since = new Map([
      ['t1', at(1)],
      ['t2', at(7)],
    ]);
    const lines = [line('topic.claimed', 2), line('topic.handed-back', 6, { unit: 'a', left: [] }, 't2')];
    const later = [...lines, line('topic.closed', 9, { reason: '办完' }, 't2'), line('topic.claimed', 9, {}, 't3')];
    assert.deepEqual(tell(later, { since }), [
      ['accepted', 2, '', true],
      ['closed', 9, '', true],
    ]);
  });

  it('is each answer that covers it, by the deadline or after it', () => {
    const answer = (hour: number, covers: number) => ({ topic: 't1', at: at(hour), coversUntil: at(covers) });
    assert.deepEqual(tell([], {}, [answer(19, 2), answer(21, 1), answer(22, 0)]), [
      ['answered', 19, '', true],
      ['answered', 21, '', false],
    ]);
  });

  it('is that it is closed, in time where it was answered in time, and opened again by hand', () => {
    const lines = [line('topic.closed', 21, { reason: '办完' }), line('topic.reopened', 22, { why: 'by-hand' })];
    assert.deepEqual(tell(lines), [
      ['closed', 21, '', false],
      ['reopened', 22, '', null],
    ]);
    const answers = [{ topic: 't1', at: at(19), coversUntil: at(2) }];
    assert.deepEqual(tell(lines.slice(0, 1), {}, answers)[1], ['closed', 21, '', true]);
    assert.deepEqual(tell([line('topic.reopened', 22, { why: 'new-signal' })]), []);
  });

  it('is no step of the way once the hotline has closed it', () => {
    const lines = [line('topic.claimed', 6), line('topic.assigned', 7, { lead: 'a', with: [] })];
    assert.deepEqual(tell(lines, { closedAt: at(5) }), []);
  });
});
