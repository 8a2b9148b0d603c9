/** The printed tables over HTTP: filled in, each row with the rule that made it; as a file for whoever sends them on. */
import type { Context } from 'koa';
import { z } from 'zod';
import { invalid, Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type DrawnTable, drawTable, type TableApp } from './draw-table.ts';
import { expandTable } from './expand-table.ts';
import { toDocx } from './export/report-docx.ts';
import { toCsv } from './export/to-csv.ts';
import { toHtml } from './export/to-html.ts';
import { toXlsx } from './export/to-xlsx.ts';
import { type Period, readPeriod } from './period.ts';
import { findTable, listTables } from './read-tables.ts';
import { sendFile } from './send-file.ts';
import type { Table } from './table.ts';

const params = z.strictObject({ table: z.string() });
const query = z.strictObject({
  period: z.string().describe('2018 或 2018-07'),
  format: z
    .enum(['json', 'csv', 'xlsx', 'docx', 'html'])
    .default('json')
    .describe('html 为供打印或另存为 PDF 的页面，其余为文件'),
  as: z.enum(['now', 'closed']).default('now').describe('now：按现在的台账；closed：结账时的数'),
});

export function tableRoutes(app: TableApp): readonly Endpoint[] {
  return [
    staffEndpoint({
      ...{ method: 'GET', path: '/api/statistics/tables', summary: '可以出的统计表', tag: '统计' },
      handle: async () => ({
        items: listTables().map(({ id, title, source, every, from, to }) => ({ id, title, source, every, from, to })),
      }),
    }),
    staffEndpoint<z.infer<typeof params>, z.infer<typeof query>>({
      ...{ method: 'GET', path: '/api/statistics/tables/:table', tag: '统计', params, query },
      summary: '一张统计表，每行附数、计数规则和来源；format=csv、xlsx、docx 得到文件，html 得到打印页',
      handle: async ({ params: { table: id }, query: { period: name, format, as }, now, ctx }) => {
        const known = findTable(id);
        if (!known) throw new Problem('not-found', `没有“${id}”这张表。可用的表见 GET /api/statistics/tables。`);
        const period = readPeriod(name);
        refuseOther(known, period);
        const table = expandTable(known, app.place);
        const drawn = await drawTable(app, { table, period, as, now });
        const { filled, heading, restated } = drawn;
        const { checks, rows } = filled;
        if (format === 'json') return { ...table, ...heading, restated, checks, rows };
        if (format === 'html') showPage(ctx, drawn);
        else
          sendFile(ctx, { name: `${table.title}-${period.name}`, format, content: await write(table, drawn, format) });
        return undefined;
      },
    }),
  ];
}

async function write(table: Table, { filled, heading }: DrawnTable, format: 'csv' | 'xlsx' | 'docx') {
  if (format === 'csv') return toCsv(filled, heading);
  return format === 'xlsx' ? await toXlsx(table, filled, heading) : await toDocx(filled, heading);
}

function showPage(ctx: Context, { filled, heading }: DrawnTable): void {
  const { html, policy } = toHtml(filled, heading);
  ctx.set('content-security-policy', policy);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}

function refuseOther({ every, from, to, title }: Table, { name }: Period): void {
  if ((every === 'month') !== name.includes('-')) {
    const remedy = every === 'month' ? '请写作 2018-07' : '请写作 2018';
    throw invalid('period', `“${title}”按${every === 'month' ? '月' : '年'}出`, remedy);
  }
  const year = Number(name.slice(0, 4));
  if (year < from || (to !== null && year > to))
    throw invalid('period', `“${title}”适用于 ${from} 年${to === null ? '以后' : `至 ${to} 年`}`, '请换用当年适用的表');
}
