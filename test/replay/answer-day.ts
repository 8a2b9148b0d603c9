/** A day's messages from the public: imported or pulled, sorted into topics, answered by whatever means. */
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { ok } from '../journeys/publish.ts';
import type { Body } from '../support/api.ts';
import { all, type Desk, once, ownWords, read, send, timed } from './desk.ts';

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
    await office.idle();
  });
  const topics = await topicsOf(desk, [...imported.map((n) => `message-board:m${n}`)]);
  await all(desk, 'answers logged', imported, async (n) => {
    const topic = topics.get(`message-board:m${n}`) ?? '';
    await log(desk, topic, n, 1);
    if (twice.has(n)) await log(desk, topic, n, 2);
  });
  if (commented.length > 0) await answerComments(desk, commented);
}

async function bringIn(desk: Desk, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  const { responder } = desk.office.staff;
  const writtenAt = desk.office.now().toISOString();
  const body = numbers.map((n) => {
    const about = { account: 'message-board', ref: `m${n}`, kind: 'message', author: `网民${n}` };
    return JSON.stringify({ ...about, title: ownWords(n, 10), text: `${ownWords(n)}，请予答复。`, writtenAt });
  });
  const headers = { 'content-type': 'application/x-ndjson' };
  const path = '/api/signals/import';
  const act = () => ok(responder.send({ method: 'POST', path, body: body.join('\n'), headers }));
  // What was taken before is told as repeated.
  await once(desk, { act, look: async () => null });
}

async function comment({ office }: Desk, numbers: readonly number[]): Promise<void> {
  const post = office.fakes.weibo.posts().at(-1);
  if (!post) throw new Error('nothing on Weibo yet to comment on');
  for (const n of numbers) office.fakes.weibo.comment(post.ref, `读者${n}`, `${ownWords(n)}，请予答复。`);
  await office.pullComments();
}

/** Signal → topic. */
async function topicsOf({ office }: Desk, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await signalsOf(office.db)
    .find({ _id: { $in: ids } })
    .toArray();
  return new Map(rows.map(({ _id, topic }) => [_id, topic ?? '']));
}

/** What was answered elsewhere, with its proof. */
async function log(desk: Desk, topic: string, n: number, nth: number): Promise<void> {
  const { responder } = desk.office.staff;
  const means = MEANS[(n + nth) % MEANS.length];
  const proof = `办理单 2018-${n}-${nth}`;
  await once(desk, {
    act: () =>
      send(responder, `/api/topics/${topic}/replies`, { text: `您反映的${ownWords(n, 6)}一事已办理。`, means, proof }),
    look: async () => {
      const { replies } = await read(responder, `/api/topics/${topic}`);
      return replies.find((one: Body) => one.proof === proof) ?? null;
    },
  });
}

async function answerComments(desk: Desk, numbers: readonly number[]): Promise<void> {
  const { office } = desk;
  const rows = await signalsOf(office.db)
    .find({ account: 'weibo' }, { sort: { receivedAt: -1 }, limit: numbers.length })
    .toArray();
  await all(desk, 'answers on Weibo', rows, ({ topic }) => answer(desk, topic ?? ''));
  await timed(desk, 'deliveries', office.settle);
  const open = await office.db
    .collection<Delivery>(DELIVERIES)
    .countDocuments({ 'order.action': 'reply', state: { $ne: 'done' } });
  if (open > 0) throw new Error(`${open} answers did not get through`);
}

/** Drafted by one, approved by another. */
async function answer(desk: Desk, topic: string): Promise<void> {
  const { responder, reviewer } = desk.office.staff;
  const find = async () => (await read(responder, `/api/topics/${topic}`)).replies[0] ?? null;
  const { id, revision } = await once(desk, {
    act: () =>
      send(responder, `/api/topics/${topic}/replies`, { text: '您反映的问题已收到，正在办理。', means: 'channel' }),
    look: find,
  });
  await once(desk, {
    act: () => send(reviewer, `/api/replies/${id}/approve`, { revision }),
    look: async () => {
      const reply = await find();
      return reply?.state === 'draft' ? null : reply;
    },
  });
}
