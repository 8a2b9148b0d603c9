import assert from 'node:assert/strict';
import { days } from '../../src/clock.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { approveReply } from '../../src/reply/approve-reply.ts';
import { noteAnswered } from '../../src/reply/note-answered.ts';
import { orderReplies } from '../../src/reply/order-replies.ts';
import { getReply, type Reply, repliesOf } from '../../src/reply/reply.ts';
import { type ReplyInput, writeReply } from '../../src/reply/write-reply.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { at, now, openDesk, responder, reviewer, type TestDesk } from '../topic/open-desk.ts';

const seen = ({ _id, revision }: { _id: string; revision: number }) => ({ id: _id, revision });

describe('replies on their way', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const write = (given: Partial<ReplyInput> = {}, by = responder) =>
    writeReply(desk, { topic: topic._id, text: '已派人维修', means: 'channel', ...given }, by, now);
  const approve = (reply: Reply, by = reviewer) => approveReply(desk, seen(reply), by, now);
  const deliveries = () =>
    desk.db
      .collection<Delivery>(DELIVERIES)
      .find({}, { sort: { _id: 1 } })
      .toArray();
  const topicNow = () => getTopic(desk.db, topic._id);
  const ordered = async () => {
    const reply = await approve(await write());
    await orderReplies(desk, now);
    return await getReply(desk.db, reply._id);
  };
  const deliver = async (id: string, change: Partial<Delivery>) => {
    await desk.db.collection<Delivery>(DELIVERIES).updateOne({ _id: id }, { $set: change });
  };

  describe('orderReplies', () => {
    it('makes one delivery for each signal that can be answered, and says why for the others', async () => {
      const other = await desk.hear({ ref: 'b', account: 'board' });
      topic = await mergeTopic(desk, { ...seen(other), into: topic._id }, responder, now);
      const reply = await ordered();
      const [delivery, ...more] = await deliveries();
      assert.deepEqual(more, []);
      assert.equal(delivery?._id, `reply:${reply._id}:blog:a`);
      assert.deepEqual(delivery.order, { action: 'reply', comment: 'a', text: '已派人维修' });
      assert.deepEqual(delivery.facts, {
        ...{ reply: reply._id, topic: topic._id, signal: 'blog:a', means: 'channel' },
        ...{ signalKind: 'comment', receivedAt: now.toISOString() },
      });
      assert.deepEqual([delivery.account, delivery.kind, delivery.state], ['blog', 'blog', 'waiting']);
      assert.equal(reply.state, 'ordered');
      assert.deepEqual(reply.skipped, [{ signal: 'board:b', reason: '“网民留言板”没有接入，不能在原处回应' }]);
    });

    it('orders once, and after a crash before the reply was marked makes nothing new', async () => {
      const reply = await ordered();
      const before = await desk.everything();
      assert.equal(await orderReplies(desk, now), 0);
      await repliesOf(desk.db).updateOne(
        { _id: reply._id },
        { $set: { state: 'approved', deliveries: [], skipped: [], coversUntil: null } },
      );
      assert.equal(await orderReplies(desk, now), 1);
      assert.deepEqual(await desk.everything(), before);
    });

    it('does not answer a comment more often than the platform allows', async () => {
      await ordered();
      await desk.refusesCleanly('does-not-fit', () => write({ text: '再补充一点' }));
      await assert.rejects(write({ text: '再补充一点' }), /只能回应 1 次/);
    });

    it('answers a comment again whose first answer was given up', async () => {
      const reply = await ordered();
      await deliver(reply.deliveries[0]!, { state: 'cancelled' });
      assert.equal((await write({ text: '再试一次' })).state, 'draft');
    });

    it('says so when a channel was closed between approval and ordering', async () => {
      const { _id } = await approve(await write());
      desk.opened.delete('blog');
      await orderReplies(desk, now);
      const { state, skipped } = await getReply(desk.db, _id);
      assert.equal(state, 'failed');
      assert.equal(skipped.length, 1);
      assert.equal(await noteAnswered(desk, now), 0);
    });
  });

  describe('noteAnswered', () => {
    it('answers the topic once the first delivery has arrived', async () => {
      const reply = await ordered();
      assert.equal(await noteAnswered(desk, now), 0);
      await deliver(reply.deliveries[0]!, { state: 'done', doneAt: at('09:05:00') });
      assert.equal(await noteAnswered(desk, at('09:06:00')), 1);
      assert.equal(await noteAnswered(desk, at('09:06:00')), 0);
      assert.equal((await getReply(desk.db, reply._id)).state, 'sent');
      const { state, answer } = await topicNow();
      assert.deepEqual([state, answer?.at], ['answered', at('09:05:00')]);
    });

    it('leaves the topic open when nothing can arrive any more', async () => {
      const reply = await ordered();
      await deliver(reply.deliveries[0]!, { state: 'cancelled' });
      assert.equal(await noteAnswered(desk, now), 1);
      assert.equal((await getReply(desk.db, reply._id)).state, 'failed');
      assert.equal((await topicNow()).state, 'open');
    });

    it('answers a topic by a release that responds to it, once', async () => {
      const reply = await ordered();
      const published = { 'order.action': 'publish', state: 'done', doneAt: at('09:05:00') };
      await deliver(reply.deliveries[0]!, published as never);
      await repliesOf(desk.db).deleteMany({});
      assert.equal(await noteAnswered(desk, at('09:06:00')), 1);
      assert.equal(await noteAnswered(desk, at('09:06:00')), 0);
      assert.equal((await topicNow()).state, 'answered');
      const soon = new Date(now.getTime() + days(1));
      assert.equal(await noteAnswered(desk, soon), 0);
    });
  });
});
