/**
 * What the first reader waits for after a restart: `npm run bench:restart`. The service is started anew for every round on a store with
 * 600 articles, with and without pages made beforehand, in turns; each page is asked for once, over one connection that is open already.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { spread } from '../fanout/spread.ts';
import { startChild } from '../start-child.ts';
import type { Restarted } from './restarted.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
/** In the order they are asked; the last article is older than what is made beforehand. */
const PATHS = ['/', '/c/notices/', '/c/documents/', '/p/r599.html', '/p/r3.html'];
/** `cold` makes none beforehand; `at once` is asked the moment it listens, `warm` when all is made. */
const HOW = ['cold', 'at once', 'warm'] as const;

async function ask(agent: Agent, port: number, path: string): Promise<number> {
  const begun = performance.now();
  await new Promise<void>((done, failed) => {
    const headers = { accept: 'text/html', 'accept-encoding': 'gzip, br' };
    const request = get({ agent, port, path, headers, host: '127.0.0.1' }, (response) => {
      if (response.statusCode !== 200) failed(new Error(`${path}: ${response.statusCode}`));
      response.resume().once('end', done);
    });
    request.once('error', failed);
  });
  return performance.now() - begun;
}

async function measure(folder: string, how: (typeof HOW)[number]) {
  const child = startChild(new URL('./restarted.ts', import.meta.url), [folder, how === 'cold' ? 'cold' : 'warm']);
  const { port, listeningMs, warmedMs } = await child.ask<Restarted>({ wait: how === 'warm' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await ask(agent, port, '/healthz'); // the connection, and the little that every first request costs
  const took: Record<string, number> = { 'listening after': listeningMs, 'all made after': warmedMs ?? Number.NaN };
  for (const path of PATHS) took[path] = await ask(agent, port, path);
  agent.destroy();
  await child.stop();
  return took;
}

const folder = await mkdtemp(join(tmpdir(), 'sanwei-bench-restart-'));
const filler = startChild(new URL('./restarted.ts', import.meta.url), [folder, 'fill']);
await filler.ask({ wait: false });
await filler.stop();
const all = new Map<string, Record<string, number>[]>(HOW.map((how) => [how, []]));
for (let round = 0; round < Number(values.rounds); round++)
  for (const how of HOW) all.get(how)?.push(await measure(folder, how));
const columns = ['listening after', 'all made after', ...PATHS];
const rows = [...all].map(([how, took]) => [
  how,
  Object.fromEntries(
    columns.map((column) => [
      `${column} ms`,
      spread(
        took.map((one) => one[column] ?? NaN),
        1,
      ),
    ]),
  ),
]);
console.table(Object.fromEntries(rows));
await rm(folder, { recursive: true });
