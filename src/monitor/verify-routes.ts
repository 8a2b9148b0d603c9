/** The ledger's seals over HTTP: is everything as it was sealed, and does it agree with what somebody wrote down? */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { acknowledgeLines, saysTheSame } from '../ledger/acknowledge.ts';
import type { Line } from '../ledger/line.ts';
import { headOf, keptLinesOf, sealId, sealsOf } from '../ledger/seal.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import type { FindingKind } from './finding.ts';
import { type MonitorApp, monitorDesk } from './monitor-desk.ts';
import { findingShape } from './monitor-shapes.ts';
import { monitorsOf } from './monitor-store.ts';
import { openFindings, startMonitor } from './run-monitor.ts';
import { showFinding } from './show-monitor.ts';

/** A small ledger is verified meanwhile; a large one goes on by itself. */
const PATIENCE_MS = 10_000;

const ACKNOWLEDGED = 'sealed-line-repaired' satisfies FindingKind;

const acknowledgeInput = z.strictObject({
  seal: z.number().int().min(1).describe('封存号，见“封存不符”的发现'),
  lines: z.array(z.string()).min(1).max(200).describe('按原始记录补记的台账记录编号'),
  reason: z.string().trim().min(4, '请写明为什么认定补记正确，至少 4 个字').max(500, '不超过 500 字'),
});

const noted = z.strictObject({
  number: z.number().int().min(1).describe('封存号'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '校验值应为 64 位十六进制小写字符')
    .describe('当时抄下的校验值'),
});

const input = z.strictObject({
  noted: noted.optional().describe('以前抄下的封存号和校验值：核对整条链有没有被重做'),
});

const answer = z.object({
  ...{ running: z.boolean(), checked: z.number(), startedAt: z.date().nullable(), endedAt: z.date().nullable() },
  scope: z.enum(['recent', 'full']).nullable().describe('最近一次核验看的是近日的还是全部'),
  fullAt: z.date().nullable().describe('最近一次核验完全部的时间'),
  outcome: z.string().nullable().describe("'ok'，或没有做完的原因；null：没有核验过，或正在核验"),
  total: z.number().describe('全部核验要看的封存和封存记录数，checked 以它为分母'),
  intact: z.boolean().nullable().describe('null：尚未核验完；有经确认的补记时也不为 true'),
  acknowledged: z.number().describe('有经确认的补记的封存数；除此之外有无不符见 unexplained'),
  unexplained: z.number().describe('未经解释的不符数'),
  head: z.object({ number: z.number(), at: z.date(), hash: z.string() }).nullable(),
  unsealed: z.number().describe('尚未封存的记录数'),
  noted: z.object({ number: z.number(), agrees: z.boolean() }).nullable(),
  findings: z.array(findingShape),
});

export function verifyRoutes(app: MonitorApp): readonly Endpoint[] {
  const desk = monitorDesk(app);
  return [
    staffEndpoint({
      ...{ method: 'GET', path: '/api/ledger/verify', summary: '台账封存的现状和最近一次核验', tag: '台账', answer },
      handle: () => showVerified(desk.db, null),
    }),
    staffEndpoint<unknown, unknown, z.infer<typeof input>>({
      ...{ method: 'POST', path: '/api/ledger/verify', summary: '核验台账自封存以来有无改动', tag: '台账' },
      ...{ body: input, answer },
      handle: async ({ body, person }) => {
        requireRole(person, 'statistician', 'approver', 'administrator');
        const started = await startMonitor(desk, 'seals', 'full');
        const stop = new AbortController();
        const late = wait(PATIENCE_MS, undefined, { signal: stop.signal, ref: false }).catch(() => {});
        await Promise.race([started?.ended, late]);
        stop.abort();
        return await showVerified(desk.db, body.noted ?? null);
      },
    }),
    acknowledgeRoute(app),
  ];
}

function acknowledgeRoute({ db, nudge }: MonitorApp): Endpoint {
  return staffEndpoint<unknown, unknown, z.infer<typeof acknowledgeInput>>({
    ...{ method: 'POST', path: '/api/ledger/acknowledge', tag: '台账', status: 201, body: acknowledgeInput },
    summary: '确认封存后丢失的记录已按原始记录正确补记；确认人和理由记入台账，核验时一直注明',
    answer: z.object({
      items: z.array(z.object({ line: z.string(), acknowledgedBy: z.string(), sameAsSealed: z.boolean() })),
    }),
    handle: async ({ body, person, now }) => {
      const told = await acknowledgeLines(db, body, person, now);
      nudge();
      return { items: await Promise.all(told.map((line) => showAcknowledged(db, line))) };
    },
  });
}

async function showAcknowledged(db: Database, { subject, by, facts }: Line) {
  const line = await keptLinesOf(db).findOne({ _id: subject });
  return { line: subject, acknowledgedBy: by, sameAsSealed: line !== null && saysTheSame(line, String(facts.was)) };
}

async function showVerified(db: Database, wanted: z.infer<typeof noted> | null): Promise<z.infer<typeof answer>> {
  const run = await monitorsOf(db).findOne({ _id: 'seals' });
  const head = await headOf(db);
  const open = await openFindings({ db }, 'seals').toArray();
  const meant = wanted && (await sealsOf(db).findOne({ _id: sealId(wanted.number) }));
  const agrees = wanted && { number: wanted.number, agrees: meant?.hash === wanted.hash };
  const isOver = run !== null && run.endedAt !== null && run.outcome === 'ok';
  return {
    ...{ running: run !== null && run.endedAt === null, checked: run?.checked ?? 0 },
    ...{ startedAt: run?.startedAt ?? null, endedAt: run?.endedAt ?? null, fullAt: run?.fullAt ?? null },
    // Each seal is looked at, and the line it left; seals have numbers without gaps.
    ...{ scope: run?.scope ?? null, outcome: run?.outcome ?? null, total: 2 * (head?.number ?? 0) },
    acknowledged: open.filter(({ kind }) => kind === ACKNOWLEDGED).length,
    unexplained: open.filter(({ kind }) => kind !== ACKNOWLEDGED).length,
    intact: isOver ? open.length === 0 && (agrees?.agrees ?? true) : null,
    head: head && { number: head.number, at: head.at, hash: head.hash },
    unsealed: await keptLinesOf(db).countDocuments({ seal: null }),
    ...{ noted: agrees, findings: open.map(showFinding) },
  };
}
