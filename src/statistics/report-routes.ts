/** The annual report as a draft: its sentences with their numbers, or the whole document to be completed and signed. */
import { z } from 'zod';
import { invalid, Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { drawTable, type TableApp } from './draw-table.ts';
import { toReport } from './export/report-docx.ts';
import { fillReport } from './fill-report.ts';
import { readPeriod } from './period.ts';
import { findTable } from './read-tables.ts';
import { findReport } from './report.ts';
import { sendFile } from './send-file.ts';

const query = z.strictObject({
  period: z.string().describe('年度，如 2018'),
  format: z.enum(['docx', 'json']).default('docx'),
  as: z.enum(['now', 'closed']).default('now').describe('now：按现在的台账；closed：结账时的数'),
});

export interface ReportApp extends TableApp {
  /** Who reports, as the title says it: 某县人民政府. */
  readonly reporter: string;
}

export function reportRoutes(app: ReportApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      ...{ method: 'GET', path: '/api/statistics/report', tag: '统计', query },
      summary:
        '政府信息公开工作年度报告的草稿：数字取自台账，文字可改；默认为 Word 文档，json 为各段文字和每个数的来源',
      handle: async ({ query: { period: name, format, as }, now, ctx }) => {
        const period = readPeriod(name);
        const report = name.includes('-') ? null : findReport(Number(name));
        const table = report && findTable(report.table);
        if (!report) throw invalid('period', '年度报告按年出，自 2014 年起', '请写作 2018');
        if (!table) throw new Problem('internal-error', `config/annual-report.json 用到的表“${report.table}”不存在。`);
        const { filled, heading, figures } = await drawTable(app, { table, period, as, now });
        const facts = { year: Number(name), name: app.reporter, figures, account: app.names.account };
        const written = fillReport(report, facts);
        if (format === 'json') return { ...written, closing: heading.closing };
        const content = await toReport({ report: written, table: filled, heading });
        sendFile(ctx, { name: written.title, format, content });
        return undefined;
      },
    }),
  ];
}
