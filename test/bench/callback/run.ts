/**
 * Our callback endpoint beside co-wechat's and a bare Koa: `npm run bench:callback`. Each round starts every contender anew,
 * one after another; what counts is the ratio within a round, since others may be at work on this machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChild } from '../start-child.ts';
import { CONTENDERS, MODES, type Mode, type Name } from './contender.ts';
import type { Work, Worked } from './load.ts';
import type { Ask, Told } from './server.ts';
import { type Figures, show } from './show.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    rounds: { ...text, default: '3' },
    count: { ...text, default: '10000' },
    connections: { ...text, default: '128' },
    only: text,
    modes: text,
    'cpu-prof': { type: 'boolean', default: false },
  },
});
const [rounds, count, connections] = [Number(values.rounds), Number(values.count), Number(values.connections)];
const names = (values.only?.split(',') ?? Object.keys(CONTENDERS)) as Name[];
const modes = (values.modes?.split(',') ?? MODES) as Mode[];

const PEERS = join(import.meta.dirname, 'peers');
/** Enough for the machine code of all of it to be made: of ours the last is made after some 10,000 pushes. */
const WARM = 12_000;

function installPeers(): void {
  if (existsSync(join(PEERS, 'node_modules', 'co-wechat'))) return;
  const flags = ['ci', '--prefix', PEERS, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', flags, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`cannot install the peers’ packages: run npm ci --prefix ${PEERS} to see why`);
}

/** Messages a second. Throws when one was not taken, or not written down once. */
async function measure(name: Name, mode: Mode): Promise<Figures> {
  const server = startChild(new URL('server.ts', import.meta.url), [name, mode]);
  const load = startChild(new URL('load.ts', import.meta.url));
  try {
    const { port } = await server.hear<{ port: number }>();
    const send = (from: number, many: number) =>
      load.ask<Worked>({ port, mode, count: many, connections, from } satisfies Work);
    await send(0, WARM);
    await server.ask({ ask: 'recorded' } satisfies Ask); // the work of the warm-up is over
    if (values['cpu-prof']) await server.ask({ ask: 'profile' } satisfies Ask);
    const before = await server.ask<Told>({ ask: 'cpu' } satisfies Ask);
    const { ms, accepted } = await send(WARM, count);
    const after = await server.ask<Told>({ ask: 'cpu' } satisfies Ask);
    if (values['cpu-prof']) await server.ask({ ask: 'end-profile' } satisfies Ask);
    if (accepted !== count) throw new Error(`${name} took ${accepted} of ${count} messages`);
    const answered = performance.now();
    const { recorded } = await server.ask<Told>({ ask: 'recorded' } satisfies Ask);
    if (recorded !== null && recorded !== WARM + count) throw new Error(`${name} has written down ${recorded}`);
    const workedOffMs = performance.now() - answered;
    return { perSecond: (count * 1000) / ms, cpuUs: (after.cpuUs - before.cpuUs) / count, workedOffMs };
  } finally {
    await Promise.all([server.stop(), load.stop()]);
  }
}

installPeers();
console.log(
  `${count} messages, ${connections} connections, ${rounds} rounds; Node ${process.versions.node}, ` +
    `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`,
);
const all = new Map<`${Mode} ${Name}`, Figures[]>();
for (let round = 1; round <= rounds; round++) {
  for (const mode of modes) {
    for (const name of names) {
      const one = await measure(name, mode);
      const key = `${mode} ${name}` as const;
      all.set(key, [...(all.get(key) ?? []), one]);
      const [load = 0] = loadavg();
      const figure = one.perSecond.toFixed(0).padStart(6);
      console.log(
        `round ${round} ${key.padEnd(20)} ${figure}/s ${one.cpuUs.toFixed(0).padStart(4)} µs CPU  (load average ${load.toFixed(1)})`,
      );
    }
  }
}
show(all, modes);
