/** A day's messages from the public: imported or pulled, sorted into topics, answered by whatever means. */
import pullComments from '../../schedules/pull-comments.ts';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { ok } from '../journeys/publish.ts';
import { all, type Desk, ownWords, send, timed } from './desk.ts';

const MEANS = ['phone', 'letter', 'website', 'visit', 'phone', 'interview'] as const;

export interface Answering {
  /** Numbers in the year of messages that come in as a file. */
  readonly imported: readonly number[];
  /** Numbers in the year of comments under our Weibo posts. */
  readonly commented: readonly number[];
  /** Which of the imported are answered a second time. */
  readonly twice: ReadonlySet<number>;
}

export async function answerDay(desk: Desk, { imported, commented, twice }: Answering): Promise<void> {
  const { office } = desk;
  await timed(desk, 'messages in', async () => {
    await bringIn(desk, imported);
    if (commented.length > 0) await comment(desk, commented);
    await office.service.app.idle();
  });
  const topics = await topicsOf(desk, [...imported.map((n) => `message-board:m${n}`)]);
  await all(desk, 'answers logged', imported, async (n) => {
    const topic = topics.get(`message-board:m${n}`);
    const answer = (nth: number) => {
      const means = MEANS[(n + nth) % MEANS.length];
      const reply = { text: `您反映的${ownWords(n, 6)}一事已办理。`, means, proof: `办理单 2018-${n}-${nth}` };
      return send(office.staff.responder, `/api/topics/${topic}/replies`, reply);
    };
    await answer(1);
    if (twice.has(n)) await answer(2);
  });
  if (commented.length > 0) await answerComments(desk, commented);
}

async function bringIn({ office }: Desk, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  const writtenAt = office.clock.now().toISOString();
  const body = numbers.map((n) => {
    const message = {
      account: 'message-board',
      ref: `m${n}`,
      kind: 'message',
      author: `网民${n}`,
      title: ownWords(n, 10),
    };
    return JSON.stringify({ ...message, text: `${ownWords(n)}，请予答复。`, writtenAt });
  });
  const headers = { 'content-type': 'application/x-ndjson' };
  const path = '/api/signals/import';
  await ok(office.staff.responder.send({ method: 'POST', path, body: body.join('\n'), headers }));
}

async function comment({ office }: Desk, numbers: readonly number[]): Promise<void> {
  const posts = office.fakes.weibo.posts();
  const post = posts.at(-1);
  if (!post) throw new Error('nothing on Weibo yet to comment on');
  for (const n of numbers) office.fakes.weibo.comment(post.ref, `读者${n}`, `${ownWords(n)}，请予答复。`);
  await pullComments.run(office.service.app, office.clock.now());
}

/** Signal → topic. */
async function topicsOf({ office }: Desk, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await signalsOf(office.service.app.db)
    .find({ _id: { $in: ids } })
    .toArray();
  return new Map(rows.map(({ _id, topic }) => [_id, topic ?? '']));
}

async function answerComments(desk: Desk, numbers: readonly number[]): Promise<void> {
  const { office } = desk;
  const { db } = office.service.app;
  const rows = await signalsOf(db)
    .find({ account: 'weibo' }, { sort: { receivedAt: -1 }, limit: numbers.length })
    .toArray();
  await all(desk, 'answers on Weibo', rows, async ({ topic }) => {
    const text = '您反映的问题已收到，正在办理。';
    const { id, revision } = await send(office.staff.responder, `/api/topics/${topic}/replies`, {
      text,
      means: 'channel',
    });
    await send(office.staff.reviewer, `/api/replies/${id}/approve`, { revision });
  });
  await timed(desk, 'deliveries', office.settle);
  const open = await db
    .collection<Delivery>(DELIVERIES)
    .countDocuments({ 'order.action': 'reply', state: { $ne: 'done' } });
  if (open > 0) throw new Error(`${open} answers did not get through`);
}
