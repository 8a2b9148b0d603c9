/** What the writing desk needs beside the review chain: unsaved copies, earlier texts, comments, and .docx files. */
import { z } from 'zod';
import type { Calendar } from '../calendar/working-days.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { addComment, listComments, type ReleaseComment, settleComment } from './comment.ts';
import { getRevision, listRevisions } from './kept-revision.ts';
import { missingInterpretations } from './missing-interpretations.ts';
import { DOCX_BYTES, readDocx } from './read-docx.ts';
import { releaseParams } from './release-schemas.ts';
import { fileOf } from './show-release.ts';
import { copyFields, dropCopy, keepCopy, showCopies } from './working-copy.ts';

type Params = z.infer<typeof releaseParams>;

const tag = '发布';
const revision = z.number().int().min(1);
const copyInput = z.strictObject({
  revision,
  fields: copyFields.nullable().describe('编辑器里的内容；null 只表示正打开着'),
});
const copyAnswer = z.object({
  mine: z.object({ revision, fields: z.record(z.string(), z.unknown()).nullable(), at: z.date() }).nullable(),
  others: z.array(z.object({ by: z.string(), at: z.date(), writing: z.boolean() })),
});
const revisionRow = z.object({ revision, by: z.string(), at: z.date(), approved: z.boolean(), title: z.string() });
const revisionAnswer = revisionRow
  .extend({ summary: z.string(), body: z.string() })
  .loose()
  .describe('连同那一版的其他内容，字段与 GET /api/releases/:id 相同');
const revisionParams = releaseParams.extend({ revision: z.coerce.number().int().min(1) });
const commentInput = z.strictObject({
  revision,
  text: z.string().trim().min(1).max(1000),
  quote: z.string().trim().max(300).default('').describe('所指的原文'),
});
const commentParams = releaseParams.extend({ comment: z.string() });
const settleInput = z.strictObject({ settled: z.boolean() });
const commentAnswer = z.object({
  ...{ id: z.string(), revision, by: z.string(), at: z.date(), text: z.string(), quote: z.string() },
  settled: z.object({ by: z.string(), at: z.date() }).nullable(),
});
const docxAnswer = z.object({ title: z.string(), body: z.string(), notes: z.array(z.string()) });

const missingAnswer = z.object({
  workingDays: z.number(),
  items: z.array(
    z.object({
      ...{ release: z.string(), title: z.string(), publishedAt: z.date(), dueAt: z.date(), passed: z.boolean() },
      explanation: z.string().describe('起算、跳过和计入的日子、依据'),
      provisional: z.boolean().describe('所经年份的放假安排尚未公布，暂定'),
      draft: z.object({ id: z.string(), title: z.string(), state: z.string() }).nullable(),
    }),
  ),
});

export interface WritingDesk {
  readonly db: Database;
  readonly calendar: Calendar;
}

export function deskRoutes(desk: WritingDesk): readonly Endpoint[] {
  const { db } = desk;
  return [...copyRoutes(db), ...revisionRoutes(db), ...commentRoutes(db), docxRoute(), interpretationRoute(desk)];
}

function interpretationRoute({ db, calendar }: WritingDesk): Endpoint {
  return staffEndpoint({
    method: 'GET',
    path: '/api/interpretations/missing',
    summary: '已公开、还没有解读的政策文件及其解读期限，最急的在前',
    tag: '发布',
    answer: missingAnswer,
    handle: async ({ now }) => await missingInterpretations(db, calendar, now),
  });
}

function copyRoutes(db: Database): readonly Endpoint[] {
  const path = '/api/releases/:id/copies';
  return [
    staffEndpoint<Params>({
      ...{ method: 'GET', path, summary: '我尚未保存的内容，以及还有谁在修改', tag, params: releaseParams },
      answer: copyAnswer,
      handle: async ({ params, person, now }) => await showCopies(db, params.id, person, now),
    }),
    staffEndpoint<Params, unknown, z.infer<typeof copyInput>>({
      ...{ method: 'PUT', path, summary: '自动保存：不产生新版本，也不记入台账', tag, params: releaseParams },
      body: copyInput,
      answer: copyAnswer,
      handle: async ({ params, body, person, now }) => await keepCopy(db, { release: params.id, ...body }, person, now),
    }),
    staffEndpoint<Params>({
      ...{ method: 'DELETE', path, summary: '丢弃我尚未保存的内容', tag, params: releaseParams },
      handle: async ({ params, person }) => await dropCopy(db, params.id, person),
    }),
  ];
}

function revisionRoutes(db: Database): readonly Endpoint[] {
  return [
    staffEndpoint<Params>({
      ...{
        method: 'GET',
        path: '/api/releases/:id/revisions',
        summary: '各版本，最新的在前',
        tag,
        params: releaseParams,
      },
      answer: z.object({ items: z.array(revisionRow) }),
      handle: async ({ params }) => ({ items: await listRevisions(db, params.id) }),
    }),
    staffEndpoint<z.infer<typeof revisionParams>>({
      ...{ method: 'GET', path: '/api/releases/:id/revisions/:revision', summary: '某一版的内容', tag },
      params: revisionParams,
      answer: revisionAnswer,
      handle: async ({ params }) => {
        const { text, by, at, approved, ...kept } = await getRevision(db, params.id, params.revision);
        return { ...text, revision: kept.revision, by, at, approved, filed: fileOf(text) };
      },
    }),
  ];
}

function commentRoutes(db: Database): readonly Endpoint[] {
  const path = '/api/releases/:id/comments';
  return [
    staffEndpoint<Params>({
      ...{ method: 'GET', path, summary: '审核意见和讨论，最早的在前', tag, params: releaseParams },
      answer: z.object({ items: z.array(commentAnswer) }),
      handle: async ({ params }) => ({ items: (await listComments(db, params.id)).map(showComment) }),
    }),
    staffEndpoint<Params, unknown, z.infer<typeof commentInput>>({
      ...{ method: 'POST', path, summary: '提一条意见，可指明原文', tag, params: releaseParams, status: 201 },
      body: commentInput,
      answer: commentAnswer,
      handle: async ({ params, body, person, now }) =>
        showComment(await addComment(db, { release: params.id, ...body }, person, now)),
    }),
    staffEndpoint<z.infer<typeof commentParams>, unknown, z.infer<typeof settleInput>>({
      ...{ method: 'PATCH', path: `${path}/:comment`, summary: '意见已处理，或重新打开', tag, params: commentParams },
      body: settleInput,
      answer: commentAnswer,
      handle: async ({ params: { id, comment }, body, person, now }) =>
        showComment(await settleComment(db, { release: id, id: comment, isSettled: body.settled }, person, now)),
    }),
  ];
}

function showComment({ _id, revision: at, by, at: saidAt, text, quote, settled }: ReleaseComment) {
  return { id: _id, revision: at, by, at: saidAt, text, quote, settled };
}

function docxRoute(): Endpoint {
  return staffEndpoint({
    method: 'POST',
    path: '/api/documents/read',
    summary: '读出一个 .docx 文件的标题和正文，供放进草稿；什么也不保存',
    tag,
    raw: { types: ['*/*'], limit: DOCX_BYTES },
    answer: docxAnswer,
    handle: async ({ ctx, person }) => {
      requireRole(person, 'drafter');
      return await readDocx(ctx.state.raw);
    },
  });
}
