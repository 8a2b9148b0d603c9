/**
 * From approval to all three receipts, with platforms that answer at once; and imports per second. Both engines side by
 * side in one run. Run: npm run bench (MongoDB: MONGODB_URL's server, else the tests' own, which keeps all in memory).
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readConfig } from '../../config/read-config.ts';
import { machineClock } from '../../src/clock.ts';
import { startService } from '../../src/start-service.ts';
import { environmentFor, startFakes } from '../journeys/open-office.ts';
import { aDraft, ok } from '../journeys/publish.ts';
import { openClient } from '../support/api.ts';
import { silentLog } from '../support/channel-tools.ts';
import { freePort } from '../support/free-port.ts';
import { startMongoServer } from '../support/mongo-server.ts';

const RELEASES = 30;
const TOGETHER = 20;
const SIGNALS = 2000;

interface Figures {
  readonly engine: string;
  readonly p50: number;
  readonly p99: number;
  readonly releasesPerSecond: number;
  readonly importsPerSecond: number;
}

/** Nearest-rank quantile of milliseconds. */
function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

async function measure(engine: string, storeUrl: string): Promise<Figures> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const fakes = await startFakes(machineClock, port, url);
  const config = readConfig(environmentFor(fakes, { port, storeUrl }));
  const ground = {
    config,
    clock: machineClock,
    log: silentLog,
    processId: 'bench',
    isGone: () => false,
    key: Buffer.alloc(32),
  };
  const service = await startService(ground);
  const admin = await openClient(url).login('admin', service.firstLogin?.password ?? '');
  const person = { password: 'a-long-password', mustChangePassword: false };
  await ok(admin.post('/api/staff', { ...person, name: 'second', roles: ['reviewer', 'approver'] }));
  const second = await openClient(url).login('second', person.password);
  const one = async (n: number) => {
    const draft = aDraft({ title: `第${n}号公告`, body: '<p>县图书馆每日开放至21时。</p>' });
    const { id, revision } = (await ok(admin.post('/api/releases', draft))).body;
    await ok(admin.post(`/api/releases/${id}/submit`, { revision }));
    await ok(second.post(`/api/releases/${id}/review`, { revision }));
    return () => ok(second.post(`/api/releases/${id}/approve`, { revision })).then(() => id as string);
  };
  for (let n = 0; n < 5; n++) await (await one(-n))().then(() => allDone(service.app));
  const times: number[] = [];
  for (let n = 1; n <= RELEASES; n++) {
    const approve = await one(n);
    const start = performance.now();
    await approve();
    await allDone(service.app);
    times.push(performance.now() - start);
  }
  const together = await Promise.all(Array.from({ length: TOGETHER }, (_, n) => one(1000 + n)));
  const start = performance.now();
  await Promise.all(together.map((approve) => approve()));
  await allDone(service.app);
  const releasesPerSecond = (TOGETHER * 1000) / (performance.now() - start);
  const importsPerSecond = await measureImport(admin);
  await service.close();
  await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
  return { engine, p50: quantile(times, 0.5), p99: quantile(times, 0.99), releasesPerSecond, importsPerSecond };
}

/** Until every delivery is done: asked without pause, since what is measured is short. */
async function allDone(app: Awaited<ReturnType<typeof startService>>['app']): Promise<void> {
  const open = { state: { $in: ['waiting', 'sending', 'settling'] } };
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const unplanned = await app.db.collection('releases').countDocuments({ planned: false });
    if (unplanned === 0 && (await app.db.collection('deliveries').countDocuments(open)) === 0) return;
  }
}

async function measureImport(admin: ReturnType<typeof openClient>): Promise<number> {
  const line = (n: number) =>
    JSON.stringify({
      account: 'message-board',
      ref: `bench-${n}`,
      kind: 'message',
      author: `网民${n}`,
      title: `反映第${n}小区停车问题`,
      text: `第${n}小区门口长期占道停车，行人只能走机动车道，望有关部门管一管。`.repeat(4),
      writtenAt: '2026-03-01T09:00:00+08:00',
    });
  const body = Array.from({ length: SIGNALS }, (_, n) => line(n)).join('\n');
  const start = performance.now();
  await ok(
    admin.send({
      method: 'POST',
      path: '/api/signals/import',
      body,
      headers: { 'content-type': 'application/x-ndjson' },
    }),
  );
  return (SIGNALS * 1000) / (performance.now() - start);
}

/** Runs both engines one after the other and prints a table. */
export async function benchFanOut(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-bench-'));
  const server = await startMongoServer();
  const rows = [
    await measure('embedded', `file:${join(folder, 'sanwei.db')}`),
    await measure('mongodb protocol', server.url),
  ];
  console.log(
    `approval → three receipts (${RELEASES} one at a time, ${TOGETHER} together), import of ${SIGNALS} messages`,
  );
  console.table(
    rows.map(({ engine, p50, p99, releasesPerSecond, importsPerSecond }) => ({
      engine,
      'p50 ms': p50.toFixed(1),
      'p99 ms': p99.toFixed(1),
      'releases/s': releasesPerSecond.toFixed(1),
      'imports/s': importsPerSecond.toFixed(0),
    })),
  );
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

if (import.meta.main) await benchFanOut();
