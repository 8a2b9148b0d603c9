import assert from 'node:assert/strict';
import { join } from 'node:path';
import { toMinute } from '../../src/clock.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { askCompletion, consultThirdParty, extendTopic, startClock } from '../../src/topic/keep-clock.ts';
import { readClasses } from '../../src/topic/read-classes.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { getTopic, type Topic, topicIdOf } from '../../src/topic/topic.ts';
import { aComment, lineOf, openDesk, responder, reviewer, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });
const at = (time: string) => new Date(`2021-${time}+08:00`);
const head = { id: 'head', name: 'head', roles: ['responder'], isHead: true } as const;
const approver = { id: 'approver', name: 'approver', roles: ['approver'] } as const;
const reason = '需要多个单位核对';

describe('the clock of a disclosure request', () => {
  let desk: TestDesk;
  let topic: Topic;
  // Received on Monday, 13 September 2021, 10:00: 20 working days end on 15 October.
  beforeEach(async () => {
    desk = await openDesk();
    desk = { ...desk, classes: await readClasses(join(import.meta.dirname, '../../config/classes.json')) };
    const received = at('09-13T10:00:00');
    const incoming = aComment({
      ref: 'r1',
      kind: 'request',
      text: '申请公开2020年县级财政预算',
      writtenAt: received,
    });
    await takeSignals(desk.db, [incoming], { now: received, by: 'public', import: null });
    await sortSignals(desk, received);
    topic = await getTopic(desk.db, topicIdOf('blog:r1'));
  });
  afterEach(() => desk.close());

  const dueOf = ({ due }: Topic) => `${due.rule} ${toMinute(due.at)}`;
  const extend = (of: Topic, by: Parameters<typeof extendTopic>[2] = approver, now = at('10-11T10:00:00')) =>
    extendTopic(desk, { ...seen(of), reason }, by, now);

  it('starts by itself: somebody looks within 7 working days, the answer is due in 20', async () => {
    assert.deepEqual([topic.class, topic.due.rule], ['request', 'request-check']);
    // Tue 14 – Fri 17 = 4, Sat 18 (made up) = 5, Wed 22, Thu 23 = 7.
    assert.equal(toMinute(topic.due.at), '2021-09-23 23:59');
  });

  it('is extended once, by whoever signs or heads the office, with a line', async () => {
    const extended = await extend(topic);
    assert.equal(extended.clock?.extended?.by, 'approver');
    assert.deepEqual(lineOf(extended, 'topic.extended').facts.rule, 'request-reply');
    await assert.rejects(extend(extended), { code: 'wrong-state', message: /延长过一次/ });
    assert.ok(!JSON.stringify(lineOf(extended, 'topic.extended')).includes(reason));
  });

  it('is not extended by others, nor when it is over', async () => {
    await desk.refusesCleanly('no-right', () => extend(topic, responder));
    await desk.refusesCleanly('no-right', () => extend(topic, { ...head, unit: 'education' }));
    await desk.refusesCleanly('wrong-state', () => extend(topic, head, at('10-16T00:00:00')));
    assert.equal((await extend(topic, head)).clock?.extended?.by, 'head');
  });

  it('waits for the applicant and starts anew when the application is complete', async () => {
    const until = at('10-08T18:00:00');
    const asked = await askCompletion(
      desk,
      { ...seen(topic), reason: '请写明年度', until },
      responder,
      at('09-17T10:00:00'),
    );
    assert.equal(asked.warning, null);
    assert.equal(dueOf(asked.topic), 'request-waiting 2021-10-08 18:00');
    const twice = () => askCompletion(desk, { ...seen(asked.topic), reason, until }, responder, at('09-18T10:00:00'));
    await desk.refusesCleanly('wrong-state', twice);
    const came = at('09-30T16:00:00');
    const complete = await startClock(desk, { ...seen(asked.topic), at: came }, responder, at('10-08T09:00:00'));
    // From Thu 30 September: Fri 8 Oct, Sat 9 (made up), Mon 11 – Fri 15 = 7.
    assert.equal(dueOf(complete), 'request-check 2021-10-15 23:59');
    assert.match(complete.due.explanation, /2021-09-30 16:00（申请人补正，期限重新计算）/);
    const again = () =>
      askCompletion(desk, { ...seen(complete), reason, until: at('11-01T10:00:00') }, responder, at('10-09T10:00:00'));
    await desk.refusesCleanly('wrong-state', again);
  });

  it('says so when the notice of completion is late', async () => {
    const asking = { ...seen(topic), reason, until: at('10-20T18:00:00') };
    const { warning } = await askCompletion(desk, asking, responder, at('09-26T10:00:00'));
    assert.match(warning ?? '', /晚于 2021-09-23/);
  });

  it('leaves out the days a third party takes, at most fifteen', async () => {
    const asked = await consultThirdParty(
      desk,
      { ...seen(topic), reason: '征求供应商意见' },
      responder,
      at('09-15T10:00:00'),
    );
    // From Wed 15 September: 16, 17, 18, 22, 23, 24, 26, 27, 28, 29, 30 = 11, 8, 9, 11, 12 October = 15.
    assert.equal(toMinute(asked.clock!.pauses[0]!.to), '2021-10-12 23:59');
    const heard = await startClock(desk, seen(asked), responder, at('09-23T15:00:00'));
    assert.deepEqual(heard.clock?.pauses[0]?.to, at('09-23T15:00:00'));
    assert.match(heard.due.explanation, /2021-09-15 次日至 2021-09-23 不计：征求供应商意见/);
    await desk.refusesCleanly('wrong-state', () => startClock(desk, seen(heard), responder, at('09-24T15:00:00')));
  });

  it('takes no time that lies ahead or before it stopped', async () => {
    const asked = await consultThirdParty(desk, { ...seen(topic), reason }, responder, at('09-15T10:00:00'));
    const now = at('09-16T10:00:00');
    for (const wrong of [at('09-17T10:00:00'), at('09-14T10:00:00')]) {
      await desk.refusesCleanly('invalid-input', () => startClock(desk, { ...seen(asked), at: wrong }, responder, now));
    }
  });

  it('is kept for requests only, by who may', async () => {
    const other = await desk.hear({ ref: 'm1' });
    const consult = (of: Topic, by = responder) =>
      consultThirdParty(desk, { ...seen(of), reason }, by, at('09-15T10:00:00'));
    await desk.refusesCleanly('wrong-state', () => consult(other));
    await desk.refusesCleanly('no-right', () => consult(topic, reviewer));
    await desk.refusesCleanly('wrong-state', () =>
      extendTopic(desk, { ...seen(other), reason }, approver, at('09-15T10:00:00')),
    );
  });
});
