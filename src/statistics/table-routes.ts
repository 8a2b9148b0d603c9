/** The printed tables over HTTP: filled in, each row with the rule that made it; as a file for whoever sends them on. */
import type { Context } from 'koa';
import { z } from 'zod';
import { toMinute } from '../clock.ts';
import { invalid, Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { closingsOf } from './closing.ts';
import { figuresAround } from './count-figures.ts';
import { ensureFolded } from './ensure-folded.ts';
import type { Heading } from './export/heading.ts';
import { toCsv } from './export/to-csv.ts';
import { toXlsx } from './export/to-xlsx.ts';
import { type FilledTable, fillTable } from './fill-table.ts';
import { type Period, readPeriod } from './period.ts';
import { carriedIn, findTable, listTables } from './read-tables.ts';
import { figuresDesk, type StatisticsApp } from './statistics-routes.ts';
import type { Table } from './table.ts';

const params = z.strictObject({ table: z.string() });
const query = z.strictObject({
  period: z.string().describe('2018 或 2018-07'),
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
});

export interface TableApp extends StatisticsApp {
  /** Who draws the tables up. */
  readonly organiser: string;
}

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
      summary: '一张统计表，每行附数、计数规则和来源；format=csv 或 xlsx 得到文件',
      handle: async ({ params: { table: id }, query: { period: name, format }, now, ctx }) => {
        const table = findTable(id);
        if (!table) throw new Problem('not-found', `没有“${id}”这张表。可用的表见 GET /api/statistics/tables。`);
        const period = readPeriod(name);
        refuseOther(table, period);
        const filled = await fill(app, table, period);
        const heading = {
          ...table,
          rule: RULE,
          period: period.name,
          organiser: app.organiser,
          countedAt: toMinute(now),
        };
        const whole = { ...heading, closing: await closingOf(app, period) };
        if (format === 'json') return { ...whole, checks: filled.checks, rows: filled.rows };
        await send(ctx, { table, filled, heading: whole }, format);
        return undefined;
      },
    }),
  ];
}

async function fill(app: StatisticsApp, table: Table, period: Period): Promise<FilledTable> {
  const desk = figuresDesk(app);
  await app.postLines();
  await ensureFolded(desk);
  const wanted = carriedIn(table);
  const carried = desk.rules.filter(({ id }) => wanted.has(id));
  const { figures, before } = await figuresAround(app.db, desk.rules, { period, carried });
  const ruleOf = new Map(desk.rules.map((rule) => [rule.id, rule.counting]));
  const countingOf = (figure: string) => ruleOf.get(figure.split(':', 1)[0] ?? '') ?? null;
  return fillTable(table, figures, { before, countingOf });
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

async function closingOf({ db }: StatisticsApp, { name }: Period): Promise<string> {
  const closing = await closingsOf(db).findOne({ _id: name });
  if (!closing) return '尚未结账';
  return closing.state === 'closed' ? `${toMinute(closing.closedAt)} 结账` : '结账后已重新打开';
}

interface File {
  readonly table: Table;
  readonly filled: FilledTable;
  readonly heading: Heading;
}

async function send(ctx: Context, { table, filled, heading }: File, format: 'csv' | 'xlsx'): Promise<void> {
  const name = encodeURIComponent(`${heading.title}-${heading.period}.${format}`);
  ctx.set('content-disposition', `attachment; filename*=UTF-8''${name}`);
  ctx.type = format === 'csv' ? 'text/csv; charset=utf-8' : XLSX;
  ctx.body = format === 'csv' ? toCsv(filled, heading) : await toXlsx(table, filled, heading);
}

/** Stands with every table, on whatever page or in whatever file. */
const RULE = '各数由台账记录按每行所列的计数规则计出，可逐项打开所依据的记录；累计到期初或期末的，从最早的记录算起。';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
