import assert from 'node:assert/strict';
import { noteAnswered } from '../../src/reply/note-answered.ts';
import { orderReplies } from '../../src/reply/order-replies.ts';
import { repliesOf } from '../../src/reply/reply.ts';
import { type ReplyInput, writeReply } from '../../src/reply/write-reply.ts';
import { closeTopic } from '../../src/topic/close-topic.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { aChannel, at, drafter, lineOf, now, openDesk, responder, type TestDesk } from '../topic/open-desk.ts';

const seen = ({ _id, revision }: { _id: string; revision: number }) => ({ id: _id, revision });

describe('writing replies', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
  });
  afterEach(() => desk.close());

  const write = (given: Partial<ReplyInput> = {}, by = responder) =>
    writeReply(desk, { topic: topic._id, text: '已派人维修', means: 'channel', ...given }, by, now);

  const topicNow = () => getTopic(desk.db, topic._id);

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
});
