import assert from 'node:assert/strict';
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { approveReply } from '../../src/reply/approve-reply.ts';
import { editReply } from '../../src/reply/edit-reply.ts';
import { orderReplies } from '../../src/reply/order-replies.ts';
import { keepProof } from '../../src/reply/proof-store.ts';
import { getReply, type Reply } from '../../src/reply/reply.ts';
import { showReplyReach } from '../../src/reply/show-reach.ts';
import { fillFor } from '../../src/reply/wording.ts';
import { type ReplyInput, writeReply } from '../../src/reply/write-reply.ts';
import { receiptNumbersOf } from '../../src/signal/give-receipt.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { aChannel, accounts, now, openDesk, responder, reviewer, type TestDesk } from '../topic/open-desk.ts';

const seen = ({ _id, revision }: { _id: string; revision: number }) => ({ id: _id, revision });

describe('the words of a reply', () => {
  let desk: TestDesk;
  let topic: Topic;
  beforeEach(async () => {
    desk = await openDesk();
    const able = { reply: () => assert.fail('must not be called') };
    desk.opened.set('board', aChannel('board', { ...able, limits: { ...aChannel('board').limits, reply: null } }));
    topic = await desk.hear({ ref: 'a', author: { id: 'u', name: '某住户' } });
    const other = await desk.hear({ ref: 'b', account: 'board', author: { id: '', name: '' } });
    await mergeTopic(desk, { ...seen(other), into: topic._id }, responder, now);
    topic = await getTopic(desk.db, topic._id);
  });
  afterEach(() => desk.close());

  const long = '此为完整答复，写明了事情的来龙去脉、处理经过和今后的安排。';
  const write = (given: Partial<ReplyInput> = {}) =>
    writeReply(desk, { topic: topic._id, text: long, means: 'channel', ...given }, responder, now);
  const texts = async (reply: Reply) => {
    await approveReply(desk, seen(reply), reviewer, now);
    await orderReplies(desk, now);
    const rows = await desk.db
      .collection<Delivery>(DELIVERIES)
      .find({ 'order.action': 'reply' }, { sort: { account: 1 } })
      .toArray();
    return rows.map(({ account, order }) => [account, order.action === 'reply' ? order.text : '']);
  };

  it('go to each channel in its own wording, approved together', async () => {
    const reply = await write({ variants: { blog: '已修好，详见网站' } });
    assert.deepEqual(await texts(reply), [
      ['blog', '已修好，详见网站'],
      ['board', long],
    ]);
  });

  it('say where they are too long, and are taken once that channel has a shorter text', async () => {
    const { _id } = await write();
    const before = await showReplyReach(desk, _id, now);
    assert.deepEqual(
      before.to.map(({ account }) => account),
      ['board'],
    );
    assert.match(before.skipped[0]?.reason ?? '', /超过“县政府博客”的上限 20，可为该账号另写短文/);
    await editReply(desk, { id: _id, revision: 1, text: long, variants: { blog: '短文' } }, responder, now);
    const { to, skipped } = await showReplyReach(desk, _id, now);
    assert.deepEqual(to.map(({ account, length, longest }) => [account, length, longest]).sort(), [
      ['blog', 2, 20],
      ['board', 29, null],
    ]);
    assert.deepEqual(skipped, []);
  });

  it('make an approval void when the words of one channel change', async () => {
    const reply = await write({ variants: { blog: '短文' } });
    const edited = await editReply(
      desk,
      { ...seen(reply), text: long, variants: { blog: '另一短文' } },
      responder,
      now,
    );
    assert.equal(edited.revision, 2);
    await desk.refusesCleanly('stale-revision', () => approveReply(desk, seen(reply), reviewer, now));
    const kept = await editReply(desk, { ...seen(edited), text: `${long}。` }, responder, now);
    assert.deepEqual(kept.variants, { blog: '另一短文' });
  });

  it('call everybody by his name and tell him his number', async () => {
    const reply = await write({ text: '{称呼}：{编号}号来信已办结，谢谢。', variants: { blog: '{称呼}您好' } });
    const sent = new Map((await texts(reply)) as [string, string][]);
    const numbers = await receiptNumbersOf(desk.db, ['board:b', 'blog:a']);
    assert.equal(sent.get('blog'), '某住户您好');
    assert.equal(sent.get('board'), `网友：${numbers.get('board:b')}号来信已办结，谢谢。`);
    assert.equal(numbers.has('blog:a'), false);
  });

  it('are judged by their length once filled in', async () => {
    await desk.refusesCleanly('does-not-fit', async () => {
      desk.opened.delete('board');
      await write({ text: '编号{编号}已收到，办理中' });
    });
  });

  it('are refused with a placeholder nobody fills or for an account there is not', async () => {
    await desk.refusesCleanly('invalid-input', () => write({ text: '{单位}：已办结' }));
    await desk.refusesCleanly('invalid-input', () => write({ variants: { nowhere: '短文' } }));
    assert.equal(fillFor('{称呼}', { name: '  很$&长 '.repeat(20), number: '' }).length, 30);
  });

  it('wait for the release they point to, and name its address', async () => {
    await desk.refusesCleanly('invalid-input', () => write({ pointsTo: 'r1' }));
    await desk.refusesCleanly('invalid-input', () => write({ pointsTo: 'unknown' }));
    desk.opened.delete('blog');
    const reply = await write({ text: '全文见 https://site/p/r1.html', pointsTo: 'r1' });
    assert.deepEqual(await texts(reply), []);
    assert.equal((await getReply(desk.db, reply._id)).state, 'approved');
    const page = aWaitingDelivery({
      ...{ id: 'page', account: accounts[0]!, order: { action: 'publish' }, facts: { release: 'r1' }, dueAt: now, now },
    });
    const done = { ...page, state: 'done', url: 'https://site/p/r1.html', doneAt: now } as const;
    await desk.db.collection<Delivery>(DELIVERIES).insertOne(done);
    assert.equal(await orderReplies(desk, now), 1);
    assert.equal((await getReply(desk.db, reply._id)).state, 'ordered');
  });

  it('given elsewhere are logged with the files that show it', async () => {
    const pdf = Buffer.from('%PDF-1.7 …');
    const { id } = await keepProof(desk.db, pdf, responder.id, now);
    assert.equal((await keepProof(desk.db, pdf, responder.id, now)).id, id);
    const logged = { means: 'letter', proof: '发文簿 12 号', proofFiles: [id] } as const;
    assert.deepEqual((await write(logged)).proofFiles, [id]);
    await desk.refusesCleanly('invalid-input', () => write({ ...logged, proofFiles: ['missing.pdf'] }));
    await desk.refusesCleanly('invalid-input', () => write({ proofFiles: [id] }));
    await assert.rejects(keepProof(desk.db, Buffer.from('<html>'), responder.id, now), { code: 'invalid-input' });
  });
});
