import assert from 'node:assert/strict';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { renameTopic } from '../../src/topic/rename-topic.ts';
import { splitTopic } from '../../src/topic/split-topic.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { undoTopic } from '../../src/topic/undo-topic.ts';
import { drafter, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('renameTopic', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a', text: '银河湾捆绑销售车位，找谁都没用' });
  });
  afterEach(() => desk.close());

  const again = (one: Topic) => getTopic(desk.db, one._id);
  const rename = async (title: string, one = topic, by = responder) =>
    await renameTopic(desk, { ...seen(await again(one)), title }, by, now);
  const undo = async (one = topic) => await undoTopic(desk, seen(await again(one)), responder, now);

  it('gives it another title, told without either', async () => {
    const renamed = await rename('  银河湾  捆绑销售车位 ');
    assert.equal(renamed.title, '银河湾 捆绑销售车位');
    assert.deepEqual(lineOf(renamed, 'topic.renamed').facts, {});
    assert.ok(!JSON.stringify(renamed.unposted).includes('车位'));
  });

  it('is taken back by undo, one after the other, and only as often', async () => {
    await rename('银河湾车位');
    await rename('银河湾捆绑车位');
    assert.equal((await undo()).title, '银河湾车位');
    const back = await undo();
    assert.deepEqual([back.title, back.renamings], [topic.title, []]);
    assert.deepEqual(back.due, topic.due);
    await desk.refusesCleanly('wrong-state', () => undo());
  });

  it('is taken back in its turn with merges and splits', async () => {
    const other = await desk.hear({ ref: 'b', text: '东山花苑的搅拌站' });
    await rename('银河湾车位');
    await mergeTopic(desk, { ...seen(await again(other)), into: topic._id }, responder, now);
    await rename('车位与搅拌站');
    assert.equal((await undo()).title, '银河湾车位');
    await undo();
    assert.deepEqual([(await again(other)).state, (await again(topic)).title], ['open', '银河湾车位']);
    assert.equal((await undo()).title, topic.title);
  });

  it('of a part that was split off is taken back before the split', async () => {
    const other = await desk.hear({ ref: 'b', text: '东山花苑的搅拌站' });
    await mergeTopic(desk, { ...seen(await again(other)), into: topic._id }, responder, now);
    const part = await splitTopic(desk, { ...seen(await again(topic)), signals: ['blog:b'] }, responder, now);
    await rename('搅拌站扰民', part);
    assert.equal((await undo(part)).title, part.title);
    assert.equal((await undo(part)).state, 'merged');
  });

  it('names it in the reasons of sorting from then on', async () => {
    const said = { account: 'board', text: '银河湾卖房时要求必须同时购买车位。' };
    const garage = await desk.hear({ ...said, ref: 'g1', title: '投诉银河湾小区捆绑销售车位' });
    await rename('银河湾车位问题', garage);
    await desk.hear({ ...said, ref: 'g2', title: '投诉银河湾小区捆绑销售车位' });
    const { items } = { items: (await desk.everything()) as object };
    assert.match(JSON.stringify(items), /与已有事项“银河湾车位问题”同提/);
  });

  it('refuses the same title, personal data, a closed topic, a stale revision and who has no right', async () => {
    await desk.refusesCleanly('invalid-input', () => rename(topic.title));
    await assert.rejects(rename('请回电13812345678'), /手机号码/);
    await desk.refusesCleanly('invalid-input', () => rename('请回电13812345678'));
    await desk.refusesCleanly('no-right', () => rename('车位', topic, drafter));
    await desk.refusesCleanly('stale-revision', () =>
      renameTopic(desk, { id: topic._id, revision: 9, title: '车位' }, responder, now),
    );
    const { topic: closed } = await closeTopic(desk, { ...seen(topic), reason: '已办' }, responder, now);
    await desk.refusesCleanly('wrong-state', () => rename('车位', closed));
  });
});
