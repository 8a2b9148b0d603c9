import assert from 'node:assert/strict';
import { days } from '../../src/clock.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { approveReply } from '../../src/reply/approve-reply.ts';
import { editReply } from '../../src/reply/edit-reply.ts';
import { noteAnswered } from '../../src/reply/note-answered.ts';
import { orderReplies } from '../../src/reply/order-replies.ts';
import { getReply, type Reply, repliesOf } from '../../src/reply/reply.ts';
import { returnReply } from '../../src/reply/return-reply.ts';
import { type ReplyInput, writeReply } from '../../src/reply/write-reply.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import {
  aChannel,
  at,
  colleague,
  drafter,
  lineOf,
  now,
  openDesk,
  responder,
  reviewer,
  type TestDesk,
  told,
} from '../topic/open-desk.ts';

const seen = ({ _id, revision }: { _id: string; revision: number }) => ({ id: _id, revision });

describe('replies', () => {
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

  describe('writeReply on the channel', () => {
    it('makes a draft that nobody sends yet, with one line', async () => {
      const reply = await write();
      assert.deepEqual([reply.state, reply.revision, reply.writers], ['draft', 1, ['responder']]);
      assert.deepEqual(lineOf(reply, 'reply.drafted').facts, { topic: topic._id, means: 'channel', account: null });
      assert.equal(await orderReplies(desk, now), 0);
      assert.equal((await topicNow()).state, 'open');
    });

    it('refuses what can reach nobody, and says why', async () => {
      await desk.refusesCleanly('does-not-fit', () => write({ text: '长'.repeat(21) }));
      await assert.rejects(write({ text: '长'.repeat(21) }), /回应长 21，超过“县政府博客”的上限 20/);
      desk.opened.delete('blog');
      await assert.rejects(write(), /没有接入.*凭依据登记/);
      desk.opened.set('blog', aChannel('blog'));
      await assert.rejects(write(), /不能在原处回应/);
    });

    it('refuses proof and time, which the platform gives itself', async () => {
      await desk.refusesCleanly('invalid-input', () => write({ proof: '截图存档' }));
      await desk.refusesCleanly('invalid-input', () => write({ givenAt: now }));
    });

    it('refuses closed and unknown topics, and who has no right', async () => {
      await desk.refusesCleanly('no-right', () => write({}, drafter));
      await desk.refusesCleanly('not-found', () => write({ topic: 't-none' }));
      await closeTopic(desk, { ...seen(topic), reason: '已办' }, responder, now);
      await desk.refusesCleanly('wrong-state', () => write());
    });
  });

  describe('writeReply by other means', () => {
    const given: Partial<ReplyInput> = { means: 'press-conference', proof: '新闻发布会实录第3期' };

    it('counts for the day it was given, with one line, and answers the topic', async () => {
      const reply = await write({ ...given, givenAt: new Date('2018-06-29T23:30:00+08:00') });
      assert.equal(reply.state, 'logged');
      const line = lineOf(reply, 'reply.logged');
      assert.deepEqual([line.on, line.by], ['2018-06-29', 'responder']);
      assert.deepEqual(line.facts, { topic: topic._id, means: 'press-conference', account: null });
      const { state, answer } = await topicNow();
      assert.deepEqual([state, answer?.at.toISOString()], ['answered', '2018-06-29T15:30:00.000Z']);
    });

    it('is given now when no time is told', async () => assert.deepEqual((await write(given)).givenAt, now));

    it('answers the topic after a crash before it was told', async () => {
      await write(given);
      const before = await desk.everything();
      assert.equal(await noteAnswered(desk, now), 1);
      assert.equal(await noteAnswered(desk, now), 0);
      const { revision } = await topicNow();
      await repliesOf(desk.db).updateMany({}, { $set: { noted: false } });
      assert.deepEqual(await desk.everything(), before);
      assert.equal((await topicNow()).revision, revision);
    });

    it('refuses an answer without proof, or in the future', async () => {
      for (const proof of ['', '   ', '有的。', undefined]) {
        await desk.refusesCleanly('invalid-input', () =>
          write({ ...given, ...(proof === undefined ? { proof: '' } : { proof }) }),
        );
      }
      await desk.refusesCleanly('invalid-input', () => write({ ...given, givenAt: at('09:03:00') }));
    });
  });

  describe('approveReply', () => {
    it('is by somebody else, for the exact text, with one line', async () => {
      const reply = await approve(await write());
      assert.equal(reply.state, 'approved');
      assert.equal(lineOf(reply, 'reply.approved').by, 'reviewer');
    });

    it('refuses everybody who wrote on it, and who has no right', async () => {
      const reply = await write();
      await desk.refusesCleanly('same-person', () => approve(reply, responder));
      await desk.refusesCleanly('no-right', () => approve(reply, drafter));
      const edited = await editReply(desk, { ...seen(reply), text: '今天派人维修' }, colleague, now);
      for (const by of [responder, colleague]) await desk.refusesCleanly('same-person', () => approve(edited, by));
      assert.equal((await approve(edited)).state, 'approved');
    });

    it('refuses a text that was changed since', async () => {
      const reply = await write();
      await editReply(desk, { ...seen(reply), text: '今天派人维修' }, responder, now);
      await desk.refusesCleanly('stale-revision', () => approve(reply));
    });

    it('lets one of two win who approve at once', async () => {
      const reply = await write();
      const both = await Promise.allSettled([approve(reply, reviewer), approve(reply, colleague)]);
      assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
      lineOf(await getReply(desk.db, reply._id), 'reply.approved');
    });

    it('refuses what can reach nobody any more', async () => {
      const reply = await write();
      desk.opened.delete('blog');
      await desk.refusesCleanly('does-not-fit', () => approve(reply));
    });
  });

  describe('returnReply and editReply', () => {
    it('sends a draft back and takes a new text for it', async () => {
      const reply = await write();
      const back = await returnReply(desk, { ...seen(reply), comment: '请写明完成时间' }, reviewer, now);
      assert.deepEqual([back.state, back.returned?.comment], ['returned', '请写明完成时间']);
      await desk.refusesCleanly('wrong-state', () => approve(back));
      const next = await editReply(desk, { ...seen(back), text: '周五前修好' }, responder, now);
      assert.deepEqual([next.state, next.revision, next.text], ['draft', 2, '周五前修好']);
      assert.deepEqual(told(next), ['reply.drafted', 'reply.returned', 'reply.drafted']);
      assert.equal(new Set(next.unposted.map(({ _id }) => _id)).size, 3);
    });

    it('refuses to change what is approved', async () => {
      const approved = await approve(await write());
      await desk.refusesCleanly('wrong-state', () =>
        editReply(desk, { ...seen(approved), text: '别的话' }, responder, now),
      );
      await desk.refusesCleanly('wrong-state', () =>
        returnReply(desk, { ...seen(approved), comment: '再改' }, reviewer, now),
      );
    });
  });

  describe('orderReplies', () => {
    it('makes one delivery for each signal that can be answered, and says why for the others', async () => {
      const other = await desk.hear({ ref: 'b', account: 'board' });
      topic = await mergeTopic(desk, { ...seen(other), into: topic._id }, responder, now);
      const reply = await ordered();
      const [delivery, ...more] = await deliveries();
      assert.deepEqual(more, []);
      assert.equal(delivery?._id, `reply:${reply._id}:blog:a`);
      assert.deepEqual(delivery.order, { action: 'reply', comment: 'a', text: '已派人维修' });
      assert.deepEqual(delivery.facts, { reply: reply._id, topic: topic._id, signal: 'blog:a', means: 'channel' });
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
