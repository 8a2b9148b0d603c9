/** The monitors over HTTP: what is wrong, look again, repair. */
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { type FindingKind, kindTitles, type MonitorName, monitorNames } from './finding.ts';
import { type MonitorApp, monitorDesk } from './monitor-desk.ts';
import { findingShape, kindShape, wayShape } from './monitor-shapes.ts';
import { findingsOf } from './monitor-store.ts';
import { repairAll, repairFinding } from './repair-finding.ts';
import { startMonitor } from './run-monitor.ts';
import { showFinding, showMonitor } from './show-monitor.ts';

const name = z.enum(monitorNames);
const params = z.strictObject({ name });
const one = z.strictObject({ name, id: z.string() });

const query = z.strictObject({
  state: z.enum(['open', 'resolved']).default('open'),
  kind: kindShape.optional(),
  ...pageQuery,
});

const runInput = z.strictObject({
  scope: z
    .enum(['recent', 'full'])
    .default('recent')
    .describe('recent：近日变动的；full：全部，在后台进行，进度见 lastRun'),
});
const repairInput = z.strictObject({ kind: kindShape });

const lastRun = z.object({
  ...{ running: z.boolean(), scope: z.enum(['recent', 'full']), startedAt: z.date(), endedAt: z.date().nullable() },
  ...{
    checked: z.number(),
    looksAt: z.string().nullable(),
    outcome: z.string().nullable(),
    fullAt: z.date().nullable(),
  },
});

const monitor = z.object({
  ...{ name, title: z.string(), purpose: z.string(), open: z.number(), lastRun: lastRun.nullable() },
  kinds: z.array(z.object({ kind: kindShape, title: z.string(), open: z.number(), repairAll: wayShape })),
  findings: z.array(findingShape),
});

type Params = z.infer<typeof params>;

export function monitorRoutes(app: MonitorApp): readonly Endpoint[] {
  const desk = monitorDesk(app);
  const { db } = desk;
  return [
    staffEndpoint({
      ...{ method: 'GET', path: '/api/monitors', summary: '监测：逾期未出、台账不符、封存不符', tag: '监测' },
      answer: z.object({ items: z.array(monitor) }),
      handle: async () => ({ items: await Promise.all(monitorNames.map((each) => showMonitor(db, each))) }),
    }),
    staffEndpoint<Params, z.infer<typeof query>>({
      ...{ method: 'GET', path: '/api/monitors/:name/findings', summary: '一项监测的发现，最早的在前', tag: '监测' },
      ...{ params, query, answer: z.object({ items: z.array(findingShape), next: z.string().nullable() }) },
      handle: async ({ params: { name: of }, query: { state, kind: only, cursor, limit } }) => {
        const filter = { monitor: of, state, ...(only && { kind: only }) };
        const found = await page(findingsOf(db), { filter, sort: { since: 1 }, limit, cursor: cursor ?? null });
        return { items: found.items.map(showFinding), next: found.next };
      },
    }),
    staffEndpoint<Params, unknown, z.infer<typeof runInput>>({
      ...{ method: 'POST', path: '/api/monitors/:name/run', summary: '立即监测一次', tag: '监测' },
      ...{ params, body: runInput, answer: monitor },
      handle: async ({ params: { name: of }, body: { scope }, person }) => {
        requireRole(person, 'approver', 'administrator');
        const started = await startMonitor(desk, of, scope);
        if (!started) throw new Problem('wrong-state', '这项监测正在进行。请稍候查看结果。');
        if (scope === 'recent') await started.ended;
        return await showMonitor(db, of);
      },
    }),
    staffEndpoint<z.infer<typeof one>>({
      ...{ method: 'POST', path: '/api/monitors/:name/findings/:id/repair', summary: '修复一条发现', tag: '监测' },
      ...{ params: one, answer: findingShape },
      handle: async ({ params: { name: of, id }, person, now }) =>
        showFinding(await repairFinding(desk, id, { monitor: of, by: person, now })),
    }),
    staffEndpoint<Params, unknown, z.infer<typeof repairInput>>({
      ...{ method: 'POST', path: '/api/monitors/:name/repair', summary: '修复一类发现的全部', tag: '监测' },
      ...{ params, body: repairInput },
      answer: z.object({ repaired: z.number(), resolved: z.number(), left: z.number(), more: z.boolean() }),
      handle: ({ params: { name: of }, body, person, now }) =>
        repairAll(desk, kindOf(of, body.kind), { monitor: of, by: person, now }),
    }),
  ];
}

function kindOf(of: MonitorName, wanted: FindingKind): FindingKind {
  if (wanted in kindTitles[of]) return wanted;
  throw new Problem('not-found', `这项监测没有“${wanted}”这一类。请核对监测名称和类别。`);
}
