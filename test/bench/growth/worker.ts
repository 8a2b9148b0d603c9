/**
 * One size, measured in a fresh process, as after a restart: `node worker.ts <store url> <deliveries> [explain]`, sent to
 * the parent as a message. Nothing is shared with the process that filled the store.
 */
import { stat } from 'node:fs/promises';
import type { Channel } from '../../../src/channel/contract.ts';
import { minutes, seconds } from '../../../src/clock.ts';
import { letAllFollow } from '../../../src/delivery/let-follow.ts';
import type { Sending } from '../../../src/delivery/sending.ts';
import { takeOver } from '../../../src/delivery/take-over.ts';
import { allIndexes, tellingCollections } from '../../../src/indexes.ts';
import type { MonitorDesk } from '../../../src/monitor/monitor-desk.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { type OpenedDatabase, openDatabase } from '../../../src/store/open-database.ts';
import { aChannel, done, limits } from '../../support/builders.ts';
import { aClock, type SetClock, silentLog } from '../../support/channel-tools.ts';
import { quantile } from '../fanout/spread.ts';
import { type Explained, explained, listen } from './explain.ts';
import { operationsOn } from './operations.ts';
import { ACCOUNTS, timeOf } from './records.ts';

export interface Timed {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  /** Processor time of one round, all threads, in ms: what others do on the machine is not in it. */
  readonly cpu: number;
  readonly rounds: number;
  /** How SQLite answered it; empty unless asked for. */
  readonly plans: readonly Explained[];
}

export interface Measured {
  readonly size: number;
  readonly timed: readonly Timed[];
  readonly rssMiB: number;
  /** null for a server's. */
  readonly fileMiB: number | null;
}

/** A quick question is asked for so long, a slow one so often: others are at work on this machine, too. */
const LONG_MS = 2000;
const FEWEST = 5;
const RESTARTS = 5;

async function measure(storeUrl: string, size: number, explains: boolean): Promise<Measured> {
  const file = storeUrl.startsWith('file:') ? storeUrl.slice('file:'.length) : null;
  const log = explains && file ? listen() : null;
  const clock = aClock(timeOf(size));
  clock.pass(minutes(2));
  // The first compiles the code, which has nothing to do with the size.
  await (await restart(storeUrl, clock)).close();
  const restarts: number[] = [];
  const cpu = process.cpuUsage();
  while (restarts.length < RESTARTS) {
    const start = performance.now();
    const { close } = await restart(storeUrl, clock);
    restarts.push(performance.now() - start);
    await close();
  }
  const restarted = toTimed('restart: open, take over, let follow', restarts, process.cpuUsage(cpu));
  const opened = await restart(storeUrl, clock);
  const { db } = opened;
  const signal = new AbortController().signal;
  const ground = { db, clock, log: silentLog, signal };
  const sending: Sending & typeof ground = {
    ...ground,
    channels: { get: atOnce },
    processId: 'bench',
    leaseMs: seconds(30),
  };
  const desk: MonitorDesk = {
    ...{
      ...ground,
      accounts: ACCOUNTS.map((id) => ({ id })),
      channels: { has: () => true },
      telling: tellingCollections,
    },
    watch: { graceMs: minutes(5), days: 7 },
    ...{ siteUrl: 'http://127.0.0.1', calendar: new Map() },
    content: { columns: [], types: [], workingDays: 3, lookBackDays: 90, words: [] },
    ...{ plan: async () => 0, postLines: async () => 0, nudge: () => {} },
  };
  const timed: Timed[] = [restarted];
  for (const { name, rounds, run } of operationsOn({ sending, desk, size })) {
    await run(0); // code and statements are warm in a service that runs
    log?.take();
    const took: number[] = [];
    const cpu = process.cpuUsage();
    let total = 0; // of what took: a quick question is asked so often that adding it all up each time would take longer
    for (let i = 1; i <= (rounds ?? Number.POSITIVE_INFINITY) && (took.length < FEWEST || total < LONG_MS); i++) {
      const before = performance.now();
      await run(i);
      const ms = performance.now() - before;
      took.push(ms);
      total += ms;
    }
    const one = toTimed(name, took, process.cpuUsage(cpu));
    timed.push({ ...one, plans: log && file ? explained(file, log.take()) : [] });
  }
  await opened.close();
  const fileMiB = file ? (await stat(file)).size / 2 ** 20 : null;
  return { size, timed, rssMiB: process.memoryUsage().rss / 2 ** 20, fileMiB };
}

/** As src/app.ts does before it opens its doors. The first of a process also compiles the code. */
async function restart(storeUrl: string, clock: SetClock): Promise<OpenedDatabase> {
  const opened = await openDatabase(storeUrl);
  await ensureIndexes(opened.db, allIndexes);
  await takeOver({ db: opened.db, clock }, () => false);
  await letAllFollow(opened.db);
  return opened;
}

function toTimed(name: string, took: readonly number[], { user, system }: NodeJS.CpuUsage): Timed {
  const cpu = (user + system) / 1000 / took.length;
  return { name, p50: quantile(took, 0.5), p95: quantile(took, 0.95), cpu, rounds: took.length, plans: [] };
}

/** Answers at once, and has what makes a lane ask the store: a quota, and posts that hide each other. */
function atOnce(id: string): Channel {
  const quotas = [{ action: 'publish', count: 100_000, per: 'day' }] as const;
  return aChannel({ id, limits: { ...limits, quotas, readBack: null }, publish: async () => done() });
}

const [, , storeUrl = '', size = '0', explains] = process.argv;
process.send?.(await measure(storeUrl, Number(size), explains === 'explain'));
process.disconnect?.();
