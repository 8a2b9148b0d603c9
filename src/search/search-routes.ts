/** Searching over HTTP for staff, what fits a topic, and bringing in answers of earlier times. The public's search page is site's. */
import { z } from 'zod';
import { endOfDay } from '../calendar/working-days.ts';
import { after, startOfDay } from '../clock.ts';
import { invalid } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { withColumnsUnder } from '../release/columns.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { BRING_BYTES, bringAnswers } from './bring-answers.ts';
import type { Search } from './open-search.ts';
import type { FoundKind } from './search-row.ts';
import { foundAnswer, showHit, showSuggestion, suggestionsAnswer } from './show-found.ts';
import { suggestForTopic } from './suggest-for-topic.ts';

export interface SearchApp {
  readonly db: Database;
  readonly search: Search;
  nudge(): void;
}

const MOST_DEEP = 1000;

export const findQuery = z.strictObject({
  q: z.string().trim().min(1).max(100).describe('要找的词，空格隔开；1 至 100 字'),
  kind: z.enum(['release', 'answer', 'all']).default('all').describe('release 发布件，answer 已有答复'),
  column: z.string().optional().describe('栏目编号，连同下级栏目'),
  from: z.iso.date().optional().describe('发布或答复日期自，含当日'),
  to: z.iso.date().optional().describe('发布或答复日期至，含当日'),
  skip: z.coerce.number().int().min(0).max(MOST_DEEP).default(0),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

const suggestQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(20).default(5) });
const bringQuery = z.strictObject({
  source: z.string().trim().min(1).max(60).describe('来源名称，同一来源同一编号只导入一次，如 市长信箱2019'),
});
const params = z.strictObject({ id: z.string() });

export function searchRoutes(app: SearchApp): readonly Endpoint[] {
  return [findRoute(app), suggestRoute(app), bringRoute(app)];
}

function findRoute({ search }: SearchApp): Endpoint {
  return staffEndpoint<unknown, z.infer<typeof findQuery>>({
    method: 'GET',
    path: '/api/search',
    summary: '全文检索已公开的发布件和已有答复，最相关的在前，附相符的段落；命中处以 hit 标出',
    tag: '检索',
    query: findQuery,
    answer: foundAnswer,
    handle: async ({ query: { q, kind, column, from, to, skip, limit }, person }) => {
      if (kind !== 'release') mayReadSignals(person);
      const kinds: readonly FoundKind[] = kind === 'all' ? ['release', 'answer'] : [kind];
      if (from && to && from > to) throw invalid('to', '截止日期早于起始日期', '请调整两个日期');
      const columns = column === undefined ? undefined : withColumnsUnder(column);
      const range = { from: from ? startOfDay(from) : undefined, to: to ? after(endOfDay(to), 1) : undefined };
      const { hits, total, isLoose } = await search.find({ text: q, kinds, columns, ...range, skip, limit });
      const next = skip + hits.length < Math.min(total, MOST_DEEP) && hits.length > 0 ? skip + limit : null;
      return { items: hits.map(showHit), total, isLoose, next };
    },
  });
}

function suggestRoute({ db, search }: SearchApp): Endpoint {
  return staffEndpoint<z.infer<typeof params>, z.infer<typeof suggestQuery>>({
    method: 'GET',
    path: '/api/topics/:id/suggestions',
    summary: '可供参考的以往答复和已公开的发布件，附相符的段落和理由',
    tag: '检索',
    params,
    query: suggestQuery,
    answer: suggestionsAnswer,
    handle: async ({ params: { id }, query: { limit }, person, now }) => {
      mayReadSignals(person);
      const { answers, releases } = await suggestForTopic({ db, search }, id, { most: limit, now });
      return { answers: answers.map(showSuggestion), releases: releases.map(showSuggestion) };
    },
  });
}

function bringRoute(app: SearchApp): Endpoint {
  return staffEndpoint<unknown, z.infer<typeof bringQuery>>({
    method: 'POST',
    path: '/api/earlier-answers/import',
    summary:
      '导入以往的来信和答复供检索和参考，每行一个 JSON 对象，如 {"ref":"1","title":"…","text":"…","reply":"…",' +
      '"repliedAt":"2019-11-13T09:30:00+08:00","unit":"县住建局"}；不计入任何统计',
    tag: '检索',
    query: bringQuery,
    raw: {
      types: ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'text/plain'],
      limit: BRING_BYTES,
    },
    answer: z.object({ taken: z.number(), repeated: z.number() }),
    handle: async ({ ctx, query: { source }, person, now }) => {
      requireRole(person, 'responder', 'administrator');
      const lines = new TextDecoder('utf-8').decode(ctx.state.raw as Uint8Array);
      const brought = await bringAnswers(app.db, { lines, source }, person, now);
      app.nudge();
      return brought;
    },
  });
}
