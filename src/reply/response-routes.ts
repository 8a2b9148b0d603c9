/** From a topic to a draft release that answers it in public; it goes the way of every release, and once it is out the topic is answered. */
import { z } from 'zod';
import { invalid, Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { canonicalUrl } from '../release/canonical-url.ts';
import { releasesOf } from '../release/release.ts';
import { type Desk, draftRelease } from '../release/write-release.ts';
import { signalsOf } from '../signal/signal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { getTopic } from '../topic/topic.ts';
import { familyOf } from '../topic/topic-family.ts';
import { getReply } from './reply.ts';
import { composeResponse } from './response-text.ts';

interface ResponseApp extends Desk {
  readonly siteUrl: string;
}

const params = z.strictObject({ id: z.string() });
const input = z.strictObject({
  text: z.string().trim().min(2).max(20_000).optional().describe('回应内容，每行一段'),
  reply: z.string().optional().describe('或以此事项的哪一条回应为内容'),
  title: z.string().trim().min(2).max(100).optional().describe('不填则由事项标题生成'),
  accounts: z.array(z.string()).optional().describe('发往哪些账号；不填为默认'),
});
const answer = z.object({
  release: z.string().describe('发布件编号，草稿，须经审核签发'),
  url: z.string().describe('公开后的网址，可写进指向它的回应'),
  ...{ revision: z.number(), title: z.string(), body: z.string() },
  masked: z.array(z.string()).describe('已遮住的个人信息种类'),
});

/** Column of 回应关切, config/columns.json. */
const COLUMN = 'responses';

export function responseRoutes(app: ResponseApp): readonly Endpoint[] {
  return [
    staffEndpoint<z.infer<typeof params>, unknown, z.infer<typeof input>>({
      ...{ method: 'POST', path: '/api/topics/:id/response', tag: '回应', params, body: input, answer, status: 201 },
      summary: '由此事项生成回应关切稿件的草稿，个人信息已遮住；公开后此事项即为已回应',
      handle: ({ params: { id }, body, person, now }) => draftResponse(app, { ...body, topic: id }, person, now),
    }),
  ];
}

type Asked = z.infer<typeof input> & { readonly topic: string };

async function draftResponse(app: ResponseApp, asked: Asked, by: Person, now: Date) {
  requireRole(by, 'drafter');
  const topic = await getTopic(app.db, asked.topic);
  const family = await familyOf(app.db, topic._id);
  await refuseSecond(app, family);
  const options = { sort: { writtenAt: 1 }, limit: 1 } as const;
  const [first] = await signalsOf(app.db)
    .find({ topic: { $in: family } }, options)
    .toArray();
  const words = await wordsOf(app, asked, family);
  const text = composeResponse({ title: topic.title, asked: first?.text ?? topic.title, answer: words });
  const title = asked.title ?? text.title;
  const where = { column: COLUMN, respondsTo: topic._id, ...(asked.accounts && { accounts: asked.accounts }) };
  const release = await draftRelease(app, { kind: 'response', title, body: text.body, ...where }, by, now);
  const { _id, revision } = release;
  const url = canonicalUrl(app.siteUrl, _id);
  return { release: _id, url, revision, title: release.text.title, body: release.text.body, masked: text.masked };
}

/** One under way is enough: two people pressing the button would make two. */
async function refuseSecond({ db }: ResponseApp, family: readonly string[]): Promise<void> {
  const underWay = { 'text.respondsTo': { $in: family }, state: { $in: ['draft', 'submitted', 'reviewed'] } };
  const found = await releasesOf(db).findOne(underWay);
  if (found) throw new Problem('already-exists', `此事项的回应稿件 ${found._id} 正在办理，请在其中修改。`);
}

async function wordsOf({ db }: ResponseApp, { text, reply }: Asked, family: readonly string[]): Promise<string> {
  if (text !== undefined) return text;
  if (reply === undefined) throw invalid('text', '没有回应内容', '请填写内容，或选择此事项的一条回应');
  const found = await getReply(db, reply);
  if (!family.includes(found.topic)) throw invalid('reply', '不是此事项的回应', '请选择此事项的一条回应');
  return found.text;
}
