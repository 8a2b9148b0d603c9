/** The ledger's seals over HTTP: is everything as it was sealed, and does it agree with what somebody wrote down? */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { headOf, keptLinesOf, sealId, sealsOf } from '../ledger/seal.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type MonitorApp, monitorDesk } from './monitor-desk.ts';
import { findingShape } from './monitor-shapes.ts';
import { monitorsOf } from './monitor-store.ts';
import { openFindings, startMonitor } from './run-monitor.ts';
import { showFinding } from './show-monitor.ts';

/** A small ledger is verified meanwhile; a large one goes on by itself. */
const PATIENCE_MS = 10_000;

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
  intact: z.boolean().nullable().describe('null：尚未核验完'),
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
  ];
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
    ...{ startedAt: run?.startedAt ?? null, endedAt: run?.endedAt ?? null },
    intact: isOver ? open.length === 0 && (agrees?.agrees ?? true) : null,
    head: head && { number: head.number, at: head.at, hash: head.hash },
    unsealed: await keptLinesOf(db).countDocuments({ seal: null }),
    ...{ noted: agrees, findings: open.map(showFinding) },
  };
}
