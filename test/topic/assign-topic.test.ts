import assert from 'node:assert/strict';
import { type Assigning, assignTopic } from '../../src/topic/assign-topic.ts';
import { currentOf } from '../../src/topic/assignment.ts';
import { classTopic } from '../../src/topic/class-topic.ts';
import { acceptAssignment, handBack } from '../../src/topic/settle-assignment.ts';
import { splitTopic } from '../../src/topic/split-topic.ts';
import type { Topic } from '../../src/topic/topic.ts';
import { at, lineOf, now, openDesk, responder, reviewer, type TestDesk, told } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });
const teacher = { id: 'teacher', name: 'teacher', roles: [], unit: 'education' } as const;
const officer = { id: 'officer', name: 'officer', roles: ['responder'], unit: 'police' } as const;

describe('assignment to units', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    const text = '文昌路井盖坏了三天没人修';
    topic = await desk.hear({ ref: 'a', text }, { ref: 'b', text });
  });
  afterEach(() => desk.close());

  const assign = async (given: Partial<Assigning> = {}, by: Parameters<typeof assignTopic>[2] = responder) =>
    (await assignTopic(desk, { ...seen(topic), lead: 'education', ...given }, by, now)).topic;
  const states = (of: Topic) => of.assignments?.map(({ unit, part, state }) => `${unit} ${part} ${state}`);

  it('gives a topic to a lead and others, with a note, in one line', async () => {
    const given = await assign({ with: ['police', 'health'], note: '请三日内反馈', dueAt: at('18:00:00') });
    assert.deepEqual(given.units, ['education', 'police', 'health']);
    assert.deepEqual(states(given), ['education lead waiting', 'police with waiting', 'health with waiting']);
    assert.equal(given.assignments?.[0]?.note, '请三日内反馈');
    assert.deepEqual(lineOf(given, 'topic.assigned').facts, {
      lead: 'education',
      with: ['police', 'health'],
      withdrawn: [],
    });
  });

  it('is accepted by whoever works in the unit, without any role', async () => {
    const given = await assign();
    const accepted = await acceptAssignment(desk, seen(given), teacher, now);
    assert.deepEqual(states(accepted), ['education lead accepted']);
    assert.deepEqual(lineOf(accepted, 'topic.accepted').facts, {
      unit: 'education',
      onBehalf: false,
      left: ['education'],
    });
    await desk.refusesCleanly('wrong-state', () => acceptAssignment(desk, seen(accepted), teacher, now));
  });

  it('is accepted by the office for a unit that told it so', async () => {
    const accepted = await acceptAssignment(desk, { ...seen(await assign()), unit: 'education' }, responder, now);
    assert.equal(accepted.assignments?.[0]?.settled?.onBehalf, true);
  });

  it('is handed back with the reason; the clock keeps running, the ledger has no words', async () => {
    const given = await assign({ with: ['police'] });
    const reason = '不属于教育系统，应由交警办理';
    const back = await handBack(desk, { ...seen(given), reason }, teacher, at('10:00:00'));
    assert.deepEqual(back.units, ['police']);
    assert.equal(back.assignments?.[0]?.settled?.reason, reason);
    assert.deepEqual(back.due, given.due);
    assert.ok(!JSON.stringify(back.unposted).includes(reason));
    assert.deepEqual(lineOf(back, 'topic.handed-back').facts, { unit: 'education', onBehalf: false, left: ['police'] });
  });

  it('is reassigned: who keeps the part keeps what was accepted, who is not named any more loses it', async () => {
    const accepted = await acceptAssignment(desk, seen(await assign({ with: ['police'] })), teacher, now);
    topic = accepted;
    const again = await assign({ with: ['health'] });
    assert.deepEqual(states(again), ['education lead accepted', 'police with withdrawn', 'health with waiting']);
    assert.equal(told(again).filter((what) => what === 'topic.assigned').length, 2);
    assert.equal(currentOf(again).length, 2);
    topic = again;
    await desk.refusesCleanly('wrong-state', () => assign({ with: ['health'] }));
    const swapped = await assign({ lead: 'health', with: ['education'] });
    assert.deepEqual(swapped.units, ['health', 'education']);
    assert.equal(
      currentOf(swapped).every(({ state }) => state === 'waiting'),
      true,
    );
  });

  it('meets the time for passing a correction of the website on, until it is handed back', async () => {
    topic = await classTopic(desk, { ...seen(topic), class: 'message', matter: 'correction' }, responder, now);
    assert.equal(topic.due.rule, 'message-correction-assign');
    const given = await assign();
    assert.equal(given.due.rule, 'message-correction');
    const back = await handBack(desk, { ...seen(given), reason: '不是本单位栏目' }, teacher, now);
    assert.equal(back.due.rule, 'message-correction-assign');
    assert.deepEqual(back.due.at, topic.due.at);
  });

  it('warns of a time for the unit that is later than the legal one', async () => {
    const { warning } = await assignTopic(
      desk,
      { ...seen(topic), lead: 'education', dueAt: new Date('2018-08-01T00:00:00Z') },
      responder,
      now,
    );
    assert.match(warning ?? '', /晚于/);
  });

  it('comes along when a topic is split', async () => {
    topic = await assign();
    const part = await splitTopic(desk, { ...seen(topic), signals: ['blog:b'] }, responder, now);
    assert.deepEqual(part.units, ['education']);
  });

  const refused: [string, string, () => Promise<unknown>][] = [
    ['a unit that does not exist', 'invalid-input', () => assign({ lead: 'nobody' })],
    ['the office itself', 'invalid-input', () => assign({ lead: 'office' })],
    ['the lead among the others', 'invalid-input', () => assign({ with: ['education'] })],
    ['a time that is over', 'invalid-input', () => assign({ dueAt: at('08:00:00') })],
    ['somebody without the right', 'no-right', () => assign({}, reviewer)],
    ['somebody of a unit', 'no-right', () => assign({}, officer)],
    ['an old reading', 'stale-revision', () => assign({ revision: 9 })],
    ['accepting what was not given', 'wrong-state', () => acceptAssignment(desk, seen(topic), teacher, now)],
  ];
  for (const [what, code, operation] of refused) {
    it(`refuses ${what}`, () => desk.refusesCleanly(code, operation));
  }

  it('lets no unit speak for another', async () => {
    const given = await assign();
    const back = () => handBack(desk, { ...seen(given), unit: 'education', reason: '不归我管' }, officer, now);
    await desk.refusesCleanly('no-right', back);
    assert.deepEqual(told(given), ['topic.opened', 'topic.assigned']);
  });
});
