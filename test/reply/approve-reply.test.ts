import assert from 'node:assert/strict';
import { approveReply } from '../../src/reply/approve-reply.ts';
import { editReply } from '../../src/reply/edit-reply.ts';
import { getReply, type Reply } from '../../src/reply/reply.ts';
import { returnReply } from '../../src/reply/return-reply.ts';
import { type ReplyInput, writeReply } from '../../src/reply/write-reply.ts';
import type { Topic } from '../../src/topic/topic.ts';
import {
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

describe('approving replies', () => {
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
});
