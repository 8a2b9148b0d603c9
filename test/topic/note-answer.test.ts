import assert from 'node:assert/strict';
import { minutes } from '../../src/clock.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { noteAnswer } from '../../src/topic/note-answer.ts';
import { getTopic } from '../../src/topic/topic.ts';
import { now, openDesk, openedBy, responder, type TestDesk } from './open-desk.ts';

const mixer = { title: '东山花苑旁边的搅拌站日夜施工', text: '搅拌站离东山花苑不到一百米，灰尘和噪音很大。' };
const garage = { title: '投诉银河湾小区捆绑销售车位', text: '银河湾卖房时要求必须同时购买车位。' };

describe('noteAnswer', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  it('keeps a topic open whose latest voice the answer does not cover', async () => {
    const { _id } = await desk.hear({ ref: 'm1', ...mixer });
    await noteAnswer(desk, _id, { at: now, coversUntil: new Date(now.getTime() - minutes(1)) }, now);
    const { state, answer } = await getTopic(desk.db, _id);
    assert.equal(state, 'open');
    assert.deepEqual(answer?.at, now);
  });

  it('changes nothing the second time', async () => {
    const { _id } = await desk.hear({ ref: 'm1', ...mixer });
    await noteAnswer(desk, _id, { at: now, coversUntil: now }, now);
    const before = await desk.everything();
    await noteAnswer(desk, _id, { at: now, coversUntil: now }, now);
    assert.deepEqual(await desk.everything(), before);
  });

  it('goes to what the topic has become', async () => {
    const merged = await desk.hear({ ref: 'm1', ...mixer });
    const target = await desk.hear({ ref: 'g1', ...garage });
    await mergeTopic(desk, { id: merged._id, revision: 1, into: target._id }, responder, now);
    await noteAnswer(desk, merged._id, { at: now, coversUntil: now }, now);
    assert.equal((await openedBy(desk.db, 'blog:g1')).state, 'answered');
  });
});
