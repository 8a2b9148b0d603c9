import assert from 'node:assert/strict';
import { aWaitingDelivery, DELIVERIES, type Delivery, type PlannedOrder } from '../../src/delivery/delivery.ts';
import { lookUpReceipt } from '../../src/reply/look-up-receipt.ts';
import { writeReply } from '../../src/reply/write-reply.ts';
import { giveReceipt } from '../../src/signal/give-receipt.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { claimTopic } from '../../src/topic/claim-topic.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import type { Topic } from '../../src/topic/topic.ts';
import { accounts, at, now, openDesk, responder, type TestDesk } from '../topic/open-desk.ts';

const seen = ({ _id, revision }: Topic) => ({ id: _id, revision });

describe('looking up a receipt', () => {
  let desk: TestDesk;
  let topic: Topic;
  let number: string;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
    number = await numberOf('blog:a');
  });
  afterEach(() => desk.close());

  const numberOf = async (signal: string) => {
    const found = await signalsOf(desk.db).findOne({ _id: signal });
    assert.ok(found);
    return await giveReceipt(desk.db, found, now);
  };
  const out = async (id: string, order: PlannedOrder, facts: Delivery['facts'], url: string | null = null) => {
    const account = accounts[0]!;
    const waiting = aWaitingDelivery({ id, account, order, facts: { topic: topic._id, ...facts }, dueAt: now, now });
    const done = { ...waiting, state: 'done', doneAt: at('09:30:00'), url } as const;
    await desk.db.collection<Delivery>(DELIVERIES).insertOne(done);
  };
  const standing = () => lookUpReceipt(desk.db, number);

  it('says 已收到, 办理中 and 已办结', async () => {
    assert.equal((await standing()).stateName, '已收到');
    const claimed = await claimTopic(desk, seen(topic), responder, now);
    assert.equal((await standing()).stateName, '办理中');
    await closeTopic(desk, { ...seen(claimed), reason: '已转办' }, responder, now);
    const { stateName, explanation, ...rest } = await standing();
    assert.equal(stateName, '已办结');
    assert.doesNotMatch(JSON.stringify([explanation, rest]), /已转办|responder/);
  });

  it('shows what was sent to the message, and not what was written privately to another', async () => {
    const private_ = await desk.hear({ ref: 'm', kind: 'message', author: { id: 'p', name: '' } });
    await mergeTopic(desk, { ...seen(private_), into: topic._id }, responder, now);
    await out('r1', { action: 'reply', comment: 'm', text: '只对您说' }, { signal: 'blog:m' });
    assert.deepEqual((await standing()).answers, []);
    await out('r2', { action: 'reply', comment: 'a', text: '已派人维修' }, { signal: 'blog:a' });
    const { state, answers } = await standing();
    assert.deepEqual([state, answers.map(({ text }) => text)], ['answered', ['已派人维修']]);
  });

  it('shows what was answered in public on the same matter', async () => {
    const other = await desk.hear({ ref: 'b' });
    await mergeTopic(desk, { ...seen(other), into: topic._id }, responder, now);
    await out('r', { action: 'reply', comment: 'b', text: '今晚修好' }, { signal: 'blog:b' });
    assert.deepEqual(
      (await standing()).answers.map(({ text }) => text),
      ['今晚修好'],
    );
  });

  it('names the release that answers it, until that is withdrawn', async () => {
    await out('p', { action: 'publish' }, { release: 'rel' }, 'https://site/p/rel.html');
    await out('p2', { action: 'publish' }, { release: 'rel' }, 'https://elsewhere/1');
    const [answer, ...more] = (await standing()).answers;
    assert.deepEqual([answer?.release?.url, more], ['https://site/p/rel.html', []]);
    await out('w', { action: 'withdraw', of: 'p', reason: '有误', replacedBy: null }, { release: 'rel' });
    assert.deepEqual((await standing()).answers, []);
  });

  it('gives the words of a press conference, of a phone call only that there was one', async () => {
    const log = (means: 'phone' | 'press-conference', text: string) =>
      writeReply(
        desk,
        { topic: topic._id, means, text, proof: '通话记录 3 号', givenAt: at('09:00:00') },
        responder,
        now,
      );
    await log('phone', '您家的事');
    await log('press-conference', '全县通报');
    const { state, answers } = await standing();
    assert.equal(state, 'answered');
    assert.deepEqual(
      answers.map(({ means, text }) => [means, text]).sort(),
      [
        ['新闻发布会', '全县通报'],
        ['电话', null],
      ].sort(),
    );
  });

  it('counts no answer that was given before the message came', async () => {
    const late = { ref: 'late', writtenAt: at('08:30:00') };
    await writeReply(
      desk,
      { topic: topic._id, means: 'website', text: '公告', proof: '公告 1 号' },
      responder,
      at('08:59:00'),
    );
    const after = await desk.hear(late);
    await mergeTopic(desk, { ...seen(after), into: topic._id }, responder, now);
    assert.deepEqual((await lookUpReceipt(desk.db, await numberOf('blog:late'))).answers, []);
    assert.equal((await standing()).answers.length, 0);
  });
});
