/**
 * An article page of the public site beside Node's own server and nginx with the same bytes: `npm run bench:site`. Contenders
 * take turns within each round; what counts is the ratio within a round, since others may be at work on this machine.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { median, spread } from '../fanout/spread.ts';
import { type Child, startChild } from '../start-child.ts';
import { CONTENDERS, type Name, type Page } from './contender.ts';
import type { Work, Worked } from './load.ts';
import { NGINX } from './peers.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    rounds: { ...text, default: '15' },
    seconds: { ...text, default: '0.5' },
    connections: { ...text, default: '50' },
  },
});
const [rounds, seconds, connections] = [Number(values.rounds), Number(values.seconds), Number(values.connections)];

/** Sanwei must do this much of what Node's own server does, with a p99 of so many times its own at most. */
const TARGET = { rate: 0.7, p99: 2 };

interface Server {
  readonly child: Child;
  readonly port: number;
  readonly path: string;
}

type Figures = Worked & { readonly cpuUs: number };

async function start(name: Name, page: Page | object): Promise<Server> {
  const child = startChild(new URL('./server.ts', import.meta.url), [name]);
  return { child, ...(await child.ask<{ port: number; path: string }>(page)) };
}

/** Sanwei's page as a reader without compression gets it. */
async function readPage({ port, path }: Server): Promise<Page> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'accept-encoding': 'identity' } });
  const own = ['connection', 'keep-alive', 'date', 'content-length', 'x-request-id'];
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !own.includes(name)));
  return { path, headers, html: await response.text() };
}

async function measure(server: Server, name: Name, load: Child): Promise<Figures> {
  const coding = name === 'sanwei-br' ? 'gzip, deflate, br' : 'identity';
  const work = (ms: number): Work => ({ port: server.port, path: server.path, connections, ms, coding });
  await load.ask<Worked>(work(300));
  const before = await server.child.ask<{ cpuUs: number }>({});
  const worked = await load.ask<Worked>(work(seconds * 1000));
  const after = await server.child.ask<{ cpuUs: number }>({});
  return { ...worked, cpuUs: (after.cpuUs - before.cpuUs) / (worked.perSecond * seconds) };
}

const sanwei = await start('sanwei', {});
const page = await readPage(sanwei);
const names = CONTENDERS.filter((name) => name !== 'nginx' || NGINX !== null);
if (NGINX === null) console.log('nginx is missing and left out: apt-get install nginx-light');
const servers = new Map<Name, Server>();
for (const name of names) servers.set(name, name.startsWith('sanwei') ? sanwei : await start(name, page));
const load = startChild(new URL('./load.ts', import.meta.url));
console.log(
  `${Buffer.byteLength(page.html)} bytes, ${connections} connections, ${rounds} rounds of ${seconds} s; ` +
    `Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);

const all = new Map<Name, Figures[]>();
for (let round = 1; round <= rounds; round++) {
  for (const [name, server] of servers) {
    const one = await measure(server, name, load);
    all.set(name, [...(all.get(name) ?? []), one]);
    const figures = `${one.perSecond.toFixed(0).padStart(6)}/s  p99 ${one.p99Ms.toFixed(2)} ms`;
    console.log(`round ${round} ${name.padEnd(10)} ${figures}  (load average ${(loadavg()[0] ?? 0).toFixed(1)})`);
  }
}
await Promise.all([load.stop(), ...new Set([...servers.values()].map(({ child }) => child))].map(stop));

async function stop(child: Child | Promise<void>): Promise<void> {
  await ('stop' in child ? child.stop() : child);
}

const besides = (name: Name, peer: Name, figure: 'perSecond' | 'p99Ms') =>
  (all.get(name) ?? []).map((one, round) => one[figure] / (all.get(peer)?.[round]?.[figure] ?? Number.NaN));
const rows = [...all].map(([name, figures]) => [
  name,
  {
    'requests/s': spread(figures.map(({ perSecond }) => perSecond)),
    '× raw node': spread(besides(name, 'raw-node', 'perSecond'), 2),
    'p50 ms': spread(
      figures.map(({ p50Ms }) => p50Ms),
      2,
    ),
    'p99 ms': spread(
      figures.map(({ p99Ms }) => p99Ms),
      2,
    ),
    'p99 × raw node': spread(besides(name, 'raw-node', 'p99Ms'), 2),
    'µs CPU each': name === 'nginx' ? '–' : spread(figures.map(({ cpuUs }) => cpuUs)),
    bytes: figures[0]?.bytes ?? 0,
  },
]);
console.table(Object.fromEntries(rows));
const [rate, p99] = [
  median(besides('sanwei', 'raw-node', 'perSecond')),
  median(besides('sanwei', 'raw-node', 'p99Ms')),
];
const isMet = rate >= TARGET.rate && p99 <= TARGET.p99;
console.log(
  `sanwei: ${(rate * 100).toFixed(0)} % of raw node, p99 ${p99.toFixed(2)} times its; ` +
    `target ${TARGET.rate * 100} % and ${TARGET.p99} times ${isMet ? 'met' : 'missed'}`,
);
