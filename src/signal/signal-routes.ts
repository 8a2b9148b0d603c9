/** Signals over HTTP: bringing them in from files, looking at them, and how their sources are doing. */
import { z } from 'zod';
import { rawForm } from '../channel/raw-form.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { noteDirectImport } from '../import/note-direct.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Sort } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { familyOf, rootsOf } from '../topic/topic-family.ts';
import { hotRoutes } from './hot-routes.ts';
import { IMPORT_BYTES, importSignals } from './import-signals.ts';
import { showSignal } from './show-signal.ts';
import { type SourceState, sourceStateNames } from './show-source.ts';
import { type SignalKind, signalKinds, signalsOf } from './signal.ts';
import { type SourceDesk, sourcesWithBacklog } from './source-states.ts';

export interface SignalApp extends SourceDesk {
  /** Once no more is coming: taking messages in goes before sorting them. */
  nudgeSoon(): void;
  readonly flood: { note(count: number): void };
  readonly way: { clear(): Promise<void> };
}

const sourceSchema = z.looseObject({
  account: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z.enum(Object.keys(sourceStateNames) as [SourceState, ...SourceState[]]),
  stateName: z.string(),
  explanation: z.string(),
  newsAt: z.date().nullable().describe('最近一次来件'),
  oldestUnsorted: z.object({ writtenAt: z.date(), receivedAt: z.date() }).nullable().describe('最久未归类的一条'),
});

const listQuery = z.strictObject({
  topic: z.string().optional().describe('事项编号；含并入它的事项的线索'),
  account: z.string().optional(),
  kind: z
    .enum(signalKinds as [SignalKind, ...SignalKind[]])
    .optional()
    .describe('类别；hot 为热榜条目'),
  sorted: z.enum(['true', 'false']).optional().describe('是否已归类'),
  decision: z.enum(['joined', 'opened', 'set-aside']).optional().describe('归类结果；set-aside 为未列入'),
  ...pageQuery,
});

const importQuery = z.strictObject({
  partial: z.enum(['true', 'false']).default('false').describe('true：只导入合格的行；false：有一行不合格就全部不导入'),
});

const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'text/plain'];

export function signalRoutes(app: SignalApp): readonly Endpoint[] {
  return [importRoute(app), listRoute(app), oneRoute(app), sourcesRoute(app), ...hotRoutes(app)];
}

function importRoute(app: SignalApp): Endpoint {
  return staffEndpoint<unknown, z.infer<typeof importQuery>>({
    method: 'POST',
    path: '/api/signals/import',
    summary:
      '导入留言，每行一个 JSON 对象，如 {"account":"message-board","ref":"2019-001","kind":"message",' +
      '"author":"","title":"","text":"…","writtenAt":"2019-11-13T09:30:00+08:00"}；重复导入不重复计',
    tag: '线索',
    query: importQuery,
    raw: { types: NDJSON, limit: IMPORT_BYTES },
    handle: async ({ ctx, query: { partial }, person, now }) => {
      const lines = ctx.state.raw as Uint8Array;
      const onRefused = partial === 'true' ? 'take-good' : 'take-none';
      const imported = await importSignals(app, { lines, onRefused }, person, now);
      await noteDirectImport(app.db, { imported, bytes: lines.length, by: person, now });
      app.flood.note(imported.taken);
      app.nudgeSoon();
      return imported;
    },
  });
}

function listRoute(app: SignalApp): Endpoint {
  return staffEndpoint<unknown, z.infer<typeof listQuery>>({
    method: 'GET',
    path: '/api/signals',
    summary: '线索列表：一个事项的按写下的先后，其他的最近收到的在前',
    tag: '线索',
    query: listQuery,
    handle: async ({ query: { topic, account, kind, sorted, decision, cursor, limit }, person }) => {
      mayReadSignals(person);
      const filter = {
        ...(topic && { topic: { $in: await familyOf(app.db, topic) } }),
        ...(account && { account }),
        ...(kind && { kind }),
        ...(sorted && { sorted: sorted === 'true' }),
        ...(decision && { 'sorting.decision': decision }),
      };
      const sort: Sort = topic || sorted === 'false' ? { writtenAt: 1 } : { receivedAt: -1 };
      const found = await page(signalsOf(app.db), { filter, sort, limit, cursor: cursor ?? null });
      const ids = found.items.flatMap((signal) => signal.topic ?? []);
      const roots = await rootsOf(app.db, ids);
      // The topic people look at: a merge leaves its signals where they are.
      const items = found.items
        .map(showSignal)
        .map((one) => ({ ...one, topic: roots.get(one.topic ?? '') ?? one.topic }));
      return { items, next: found.next };
    },
  });
}

const oneParams = z.strictObject({ id: z.string() });

function oneRoute(app: SignalApp): Endpoint {
  return staffEndpoint<z.infer<typeof oneParams>>({
    ...{
      method: 'GET',
      path: '/api/signals/:id',
      summary: '一条线索，附来源的原始字段 raw（不含联系方式）',
      tag: '线索',
      params: oneParams,
    },
    handle: async ({ params: { id }, person }) => {
      mayReadSignals(person);
      const signal = await signalsOf(app.db).findOne({ _id: id });
      if (!signal) throw new Problem('not-found', '没有这条线索：编号有误，或随导入一起撤销了。');
      return { ...showSignal(signal), raw: signal.raw ? (rawForm(signal.raw, []).raw ?? null) : null };
    },
  });
}

function sourcesRoute(app: SignalApp): Endpoint {
  return staffEndpoint({
    method: 'GET',
    path: '/api/sources',
    summary: '各线索来源的情况：正常而没有留言、读取故障、榜单停滞、久无推送，分开显示；最近来件、最久未归类的各是何时',
    tag: '线索',
    answer: z.object({ items: z.array(sourceSchema) }),
    handle: async ({ person }) => {
      mayReadSignals(person);
      return { items: await sourcesWithBacklog(app) };
    },
  });
}

/** What citizens write is for those who work on it. */
export function mayReadSignals(person: Person): void {
  requireRole(person, 'responder', 'reviewer', 'approver', 'administrator');
}
