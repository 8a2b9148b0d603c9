/** What came in through the site's forms, for staff: the list, who wrote (on record), publishing a letter. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { forms } from './forms.ts';
import { letterPath } from './letter-pages.ts';
import { getSubmission, hideLetter, showLetter } from './show-letter.ts';
import { type Submission, submissionsOf } from './submission.ts';

export interface SubmissionApp {
  readonly db: Database;
  readonly siteVersion: { changed(): void };
}

const kinds = Object.keys(forms) as [Submission['kind'], ...Submission['kind'][]];
const listQuery = z.strictObject({
  kind: z.enum(kinds).default('letter').describe('letter 来信；request 依申请公开；correction 网站纠错；comment 评论'),
  signal: z.string().optional().describe('线索编号：只看这条线索的来件'),
  ...pageQuery,
});
const idParams = z.strictObject({ id: z.string() });
const words = (most: number) => z.string().trim().min(1).max(most).optional();
const showInput = z.strictObject({
  title: words(60).describe('刊登的标题；不填用原标题'),
  text: words(3000).describe('刊登的来信；不填用原文。含个人信息的会被拒绝'),
  answer: words(3000).describe('刊登的答复；不填用最近一次答复'),
});
const shape = z.object({
  ...{ id: z.string(), kind: z.enum(kinds), kindName: z.string(), signal: z.string(), at: z.date() },
  fields: z.record(z.string(), z.string()).describe('所填内容中不属于个人信息的部分'),
  page: z.string().nullable().describe('评论所在文章的发布件编号'),
  consents: z.boolean().describe('是否同意公开'),
  answers: z.number().describe('已答复次数'),
  moderation: z.string().nullable(),
  shownAt: z.date().nullable().describe('刊登时间；空为没有刊登'),
  url: z.string().nullable().describe('刊登的页面'),
});

export function submissionRoutes(app: SubmissionApp): readonly Endpoint[] {
  return [...readingRoutes(app), ...showingRoutes(app)];
}

function readingRoutes(app: SubmissionApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof listQuery>>({
      method: 'GET',
      path: '/api/submissions',
      summary:
        '网站表单的来件（来信、申请、纠错、评论），最近的在前；正文在线索中，联系方式见 POST /api/signals/contact',
      tag: '互动交流',
      query: listQuery,
      answer: z.object({ items: z.array(shape), next: z.string().nullable() }),
      handle: async ({ query: { kind, signal, cursor, limit }, person }) => {
        mayReadSignals(person);
        const filter = signal === undefined ? { kind } : { signal };
        const found = await page(submissionsOf(app.db), { filter, sort: { at: -1 }, limit, cursor: cursor ?? null });
        return { items: found.items.map(show), next: found.next };
      },
    }),
    staffEndpoint<z.infer<typeof idParams>>({
      method: 'GET',
      path: '/api/submissions/:id',
      summary: '一件来件',
      tag: '互动交流',
      params: idParams,
      answer: shape,
      handle: async ({ params: { id }, person }) => {
        mayReadSignals(person);
        return show(await getSubmission(app.db, id));
      },
    }),
  ];
}

function showingRoutes(app: SubmissionApp): readonly Endpoint[] {
  const desk = { db: app.db, changed: app.siteVersion.changed };
  return [
    staffEndpoint<z.infer<typeof idParams>, unknown, z.infer<typeof showInput>>({
      method: 'POST',
      path: '/api/submissions/:id/show',
      summary: '刊登一封已答复、写信人同意公开的来信；再次办理即替换文字',
      tag: '互动交流',
      params: idParams,
      body: showInput,
      answer: shape,
      handle: async ({ params: { id }, body, person, now }) =>
        show(await showLetter(desk, { id, ...body }, person, now)),
    }),
    staffEndpoint<z.infer<typeof idParams>>({
      method: 'POST',
      path: '/api/submissions/:id/hide',
      summary: '取消刊登',
      tag: '互动交流',
      params: idParams,
      answer: shape,
      handle: async ({ params: { id }, person, now }) => show(await hideLetter(desk, id, person, now)),
    }),
  ];
}

function show({ _id, kind, signal, at, fields, page, consents, answers, moderation, shownAt }: Submission) {
  return {
    ...{ id: _id, kind, kindName: forms[kind].title, signal, at, fields, page, consents },
    ...{ answers: answers.length, moderation, shownAt, url: shownAt && letterPath(_id) },
  };
}
