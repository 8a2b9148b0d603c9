/** Importing files over HTTP: upload, look, confirm, follow, take back. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type SignalKind, signalKinds } from '../signal/signal.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import type { FieldName } from './import-fields.ts';
import { fieldNames } from './import-fields.ts';
import { getImport, type ImportState, importNotesOf, importStateNames, importsOf } from './import-record.ts';
import { outlookOf } from './outlook.ts';
import { importSchema, showImport, showNote, toErrorsCsv } from './show-import.ts';
import { discardImport, type ImportDesk, startImport } from './start-import.ts';
import { undoImport } from './undo-import.ts';
import { fieldList, uploadImport } from './upload-import.ts';

export interface ImportApp extends ImportDesk {
  nudge(): void;
}

const FILE_BYTES = 256 * 1024 * 1024;
const MOST_ERRORS = 10_000;
const TAG = '导入';

const TYPES = ['*/*'];
const params = z.strictObject({ id: z.string() });
const uploadQuery = z.strictObject({ name: z.string().trim().min(1).max(200).describe('文件名，供辨认') });
const columnNames = z.string().min(1).max(500);
const columns = z.strictObject(
  Object.fromEntries(fieldNames.map((name) => [name, columnNames.optional()])) as Record<
    FieldName,
    z.ZodOptional<typeof columnNames>
  >,
);
const runInput = z.strictObject({
  account: z.string().describe('归入哪个账号（来源）'),
  kind: z.enum(signalKinds as [SignalKind, ...SignalKind[]]),
  columns: columns.describe('各项取自哪一列，没有的不填；没有编号列的按内容判断是否重复'),
  partial: z.boolean().default(false).describe('true：只导入合格的行；false：有一行不合格就全部不导入'),
  save: z.boolean().default(true).describe('记住此来源的对应关系，下次同样的文件不必再选'),
});
const notesQuery = z.strictObject({ ...pageQuery, format: z.enum(['json', 'csv']).default('json') });
const page_ = z.strictObject(pageQuery);
const states = Object.keys(importStateNames) as [ImportState, ...ImportState[]];
const listQuery = z.strictObject({ ...pageQuery, state: z.enum(states).optional() });

const refusedSchema = z.object({ row: z.number(), field: z.string(), problem: z.string(), remedy: z.string() });
const keptSchema = z.object({ signal: z.string(), topic: z.string().nullable(), why: z.string() });
const outlookSchema = z.object({
  takenBack: z.number().describe('收回多少条线索'),
  unsorted: z.number().describe('其中还没有归类的'),
  topics: z.number().describe('随之撤去多少件事项'),
  kept: z.array(z.object({ why: z.string(), count: z.number() })).describe('保留的条数，按原因'),
});
const listOf = (item: z.ZodType) => z.object({ items: z.array(item), next: z.string().nullable() });

type Params = z.infer<typeof params>;

export function importRoutes(app: ImportApp): readonly Endpoint[] {
  return [...fileRoutes(app), ...stepRoutes(app), outlookRoute(app), refusedRoute(app), keptRoute(app)];
}

function fileRoutes(app: ImportApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof uploadQuery>>({
      ...{ method: 'POST', path: '/api/imports', tag: TAG, status: 201, query: uploadQuery, answer: importSchema },
      summary: '上传要导入的文件（CSV、Excel、NDJSON，最大 256 MB，编码自动识别），得到各列、前几行和建议的对应关系',
      raw: { types: TYPES, limit: FILE_BYTES, streamed: true },
      handle: async ({ ctx, query: { name }, person, now }) => {
        const body = ctx.state.raw as AsyncIterable<Uint8Array>;
        return showImport(await uploadImport(app.db, { name, body }, person, now));
      },
    }),
    staffEndpoint<unknown, z.infer<typeof listQuery>>({
      ...{ method: 'GET', path: '/api/imports', tag: TAG, query: listQuery, answer: listOf(importSchema) },
      summary: '导入的列表，最近的在前',
      handle: async ({ query: { cursor = null, limit, state }, person }) => {
        mayReadSignals(person);
        const filter = state === undefined ? {} : { state };
        const found = await page(importsOf(app.db), { filter, sort: { at: -1 }, limit, cursor });
        return { items: found.items.map(showImport), next: found.next };
      },
    }),
    staffEndpoint({
      ...{ method: 'GET', path: '/api/imports/fields', tag: TAG },
      summary: '一列可以是什么；isContact 的另行加密保存，只给承办人看',
      answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), isContact: z.boolean() })) }),
      handle: async () => ({ items: fieldList() }),
    }),
    staffEndpoint<Params>({
      ...{ method: 'GET', path: '/api/imports/:id', tag: TAG, params, answer: importSchema },
      summary: '一次导入的进度和结果',
      handle: async ({ params: { id }, person }) => {
        mayReadSignals(person);
        return showImport(await getImport(app.db, id));
      },
    }),
    staffEndpoint<Params>({
      ...{ method: 'DELETE', path: '/api/imports/:id', tag: TAG, params },
      summary: '删去还没有导入的文件',
      handle: async ({ params: { id }, person }) => await discardImport(app.db, id, person),
    }),
  ];
}

function stepRoutes(app: ImportApp): readonly Endpoint[] {
  return [
    staffEndpoint<Params, unknown, z.infer<typeof runInput>>({
      ...{
        method: 'POST',
        path: '/api/imports/:id/run',
        tag: TAG,
        status: 202,
        params,
        body: runInput,
        answer: importSchema,
      },
      summary: '确认各列的含义并开始导入：先检查全部行，再导入；重复导入不重复计',
      handle: async ({ params: { id }, body, person, now }) => {
        const started = await startImport(app, { ...body, id, columns: withoutEmpty(body.columns) }, person, now);
        app.nudge();
        return showImport(started);
      },
    }),
    staffEndpoint<Params>({
      ...{ method: 'POST', path: '/api/imports/:id/undo', tag: TAG, status: 202, params, answer: importSchema },
      summary: '撤销整次导入：没有人办理过的线索和事项收回，办理过的保留并列出；撤销后可以重新导入',
      handle: async ({ params: { id }, person, now }) => {
        const begun = await undoImport(app.db, id, person, now);
        app.nudge();
        return showImport(begun);
      },
    }),
  ];
}

function outlookRoute(app: ImportApp): Endpoint {
  return staffEndpoint<Params>({
    ...{ method: 'GET', path: '/api/imports/:id/undo', tag: TAG, params, answer: outlookSchema },
    summary: '撤销这次导入会收回什么、保留什么和原因；只看，不撤销',
    handle: async ({ params: { id }, person }) => {
      mayReadSignals(person);
      return await outlookOf(app.db, id);
    },
  });
}

function withoutEmpty(columns: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function refusedRoute(app: ImportApp): Endpoint {
  return staffEndpoint<Params, z.infer<typeof notesQuery>>({
    ...{
      method: 'GET',
      path: '/api/imports/:id/errors',
      tag: TAG,
      params,
      query: notesQuery,
      answer: listOf(refusedSchema),
    },
    summary: `不合格的行：行号、列、问题、办法；format=csv 下载为表格。最多记 ${MOST_ERRORS} 行`,
    handle: async ({ params: { id }, query: { cursor = null, limit, format }, person, ctx }) => {
      mayReadSignals(person);
      await getImport(app.db, id);
      const filter = { import: id, kind: 'refused' };
      if (format === 'csv') {
        const notes = await importNotesOf(app.db)
          .find(filter, { sort: { _id: 1 }, limit: MOST_ERRORS })
          .toArray();
        ctx.set('Content-Disposition', `attachment; filename="import-errors-${id}.csv"`);
        ctx.type = 'text/csv; charset=utf-8';
        ctx.body = toErrorsCsv(notes);
        return undefined;
      }
      const found = await page(importNotesOf(app.db), { filter, sort: { _id: 1 }, limit, cursor });
      return { items: found.items.map(showNote), next: found.next };
    },
  });
}

function keptRoute(app: ImportApp): Endpoint {
  return staffEndpoint<Params, z.infer<typeof page_>>({
    ...{ method: 'GET', path: '/api/imports/:id/kept', tag: TAG, params, query: page_, answer: listOf(keptSchema) },
    summary: '撤销时保留下来的线索和原因',
    handle: async ({ params: { id }, query: { cursor = null, limit }, person }) => {
      mayReadSignals(person);
      await getImport(app.db, id);
      const request = { filter: { import: id, kind: 'kept' }, sort: { _id: 1 } as const, limit, cursor };
      const found = await page(importNotesOf(app.db), request);
      return { items: found.items.map(showNote), next: found.next };
    },
  });
}
