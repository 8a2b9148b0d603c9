/** The inspection of our own site and accounts over HTTP, as it stands at this moment; as a file for whoever reports it. */
import { z } from 'zod';
import type { Account } from '../channel/kind.ts';
import { toDay, toMinute } from '../clock.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { monitorsOf } from '../monitor/monitor-store.ts';
import { listColumns, withColumnsUnder } from '../release/columns.ts';
import { listUnset, type SiteConfig } from '../site/site-config.ts';
import type { Database } from '../store/collection.ts';
import { inspect } from './inspect.ts';
import { inspectionConfig } from './inspection-config.ts';
import type { InspectionDesk } from './inspection-desk.ts';
import { partNames, standingNames, toInspectionCsv, toInspectionXlsx } from './inspection-file.ts';
import { warningsOf } from './warnings-of.ts';

const query = z.strictObject({ format: z.enum(['json', 'csv', 'xlsx']).default('json') });

const standing = z.enum(['fails', 'soon', 'ok', 'unknown', 'by-hand']);
const part = z.enum(['veto', 'deduction', 'local']);
const subject = z.object({
  ...{ id: z.string(), title: z.string(), href: z.string(), standing, lastOn: z.string().nullable() },
  age: z.number().nullable().describe('距上次的天数'),
  ...{ daysLeft: z.number().nullable().describe('还有几天到限度，负数为已超过'), says: z.string() },
});
const indicator = z.object({
  ...{ id: z.string(), title: z.string(), part, partName: z.string(), scope: z.enum(['website', 'account']) },
  ...{ standing, standingName: z.string(), value: z.number().nullable(), unit: z.string(), limit: z.string() },
  ...{ daysLeft: z.number().nullable(), points: z.number().nullable(), rule: z.string(), source: z.string() },
  ...{ mark: z.enum(['C', 'P', 'U']), note: z.string(), subjects: z.array(subject) },
});
const warning = z.object({
  ...{ indicator: z.string(), title: z.string(), part, standing, subject: z.string(), href: z.string() },
  ...{ daysLeft: z.number().nullable(), says: z.string() },
});
const answer = z.object({
  inspectedAt: z.string().describe('北京时间'),
  pagesCheckedAt: z.date().nullable().describe('页面内容（用词、链接、解读）上次全部检查的时间'),
  counts: z.object({ fails: z.number(), soon: z.number(), ok: z.number(), unknown: z.number(), 'by-hand': z.number() }),
  items: z.array(indicator),
  warnings: z.array(warning).describe('今天要处理的，最急的在前'),
});

export interface InspectionApp {
  readonly db: Database;
  readonly channels: { activeOn(day: string): readonly Account[] };
  readonly config: { readonly site: SiteConfig };
}

export function inspectionRoutes(app: InspectionApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      ...{ method: 'GET', path: '/api/inspection', tag: '监测', query, answer },
      summary: '按检查指标自查：停更的栏目、静默的账号、未答的留言、未解读的文件等，附规则、依据和剩余天数',
      handle: async ({ query: { format }, now, ctx }) => {
        const inspected = await inspect(deskOf(app, now), now);
        if (format === 'json') return await show(app.db, inspected, now);
        const title = `${app.config.site.name}政府网站与政务新媒体自查（${toMinute(now)}）`;
        ctx.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(title)}.${format}`);
        ctx.type = format === 'csv' ? 'text/csv; charset=utf-8' : XLSX;
        ctx.body = format === 'csv' ? toInspectionCsv(inspected, title) : await toInspectionXlsx(inspected, title);
        return undefined;
      },
    }),
  ];
}

function deskOf({ db, channels, config }: InspectionApp, now: Date): InspectionDesk {
  const accounts = channels.activeOn(toDay(now)).filter(({ canonical }) => !canonical);
  // A unit's own column is shown once something stands in it, so that none stands empty; its duty is that of the column above.
  const columns = listColumns()
    .filter(({ unit }) => unit === undefined)
    .map((column) => ({ ...column, holds: withColumnsUnder(column.id) }));
  return { db, config: inspectionConfig, columns, accounts, unset: listUnset(config.site) };
}

async function show(db: Database, inspected: Awaited<ReturnType<typeof inspect>>, now: Date) {
  const run = await monitorsOf(db).findOne({ _id: 'content' });
  const counts = { fails: 0, soon: 0, ok: 0, unknown: 0, 'by-hand': 0 };
  for (const { standing: one } of inspected) counts[one] += 1;
  const named = inspected.map((one) => ({
    ...one,
    ...{ partName: partNames[one.part], standingName: standingNames[one.standing] },
  }));
  const warnings = warningsOf(inspected);
  return { inspectedAt: toMinute(now), pagesCheckedAt: run?.fullAt ?? null, counts, items: named, warnings };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
