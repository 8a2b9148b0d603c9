/**
 * What the figures cost on a large ledger: `npm run bench:figures -- --lines 1000000`. Side by side in one run: reading the ledger
 * through, whole lines by a cursor and by pages as the making of the figures reads; folding all of it anew, the year's table from
 * the folded figures, and the same by reading every line. Times are the clock's and, in brackets, the processor's: of all threads,
 * the writing one included, and of the main one. Other programs disturb these less.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { after, machineClock, seconds } from '../../../src/clock.ts';
import { allIndexes } from '../../../src/indexes.ts';
import { ledgerOf } from '../../../src/ledger/ledger.ts';
import { sealLines } from '../../../src/ledger/seal-lines.ts';
import { figuresOf, linesBehind } from '../../../src/statistics/count-figures.ts';
import { fillTable } from '../../../src/statistics/fill-table.ts';
import { foldsOf } from '../../../src/statistics/first-line.ts';
import { readPeriod } from '../../../src/statistics/period.ts';
import { pagesOf } from '../../../src/statistics/read-ledger.ts';
import { findTable } from '../../../src/statistics/read-tables.ts';
import { refold } from '../../../src/statistics/refold.ts';
import type { Database } from '../../../src/store/collection.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { logged, on, published, rules } from '../../statistics/on-ledger.ts';
import { scanLedger } from '../../statistics/scan-ledger.ts';
import { quantile } from '../fanout/spread.ts';

const READS = 200;
const ROUNDS = 5;
const BATCH = 1000;
/** Lines that came since the figures were made: an hour's, before they are sealed. */
const CAME = 250;
const YEAR = readPeriod('2018');

const { values } = parseArgs({ options: { lines: { type: 'string', default: '100000' } } });
const lines = Number(values.lines);
if (!Number.isInteger(lines) || lines < 1) throw new Error('--lines is a whole number above 0');

const folder = await mkdtemp(join(tmpdir(), 'sanwei-figures-'));
const opened = await openDatabase(`file:${join(folder, 'bench.db')}`);
try {
  await ensureIndexes(opened.db, allIndexes);
  await measure(opened.db);
} finally {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure(db: Database): Promise<void> {
  let sealing: Took = { ms: 0, cpuMs: 0, mainMs: 0 };
  for (let n = 0; n < lines; n += BATCH) {
    await tell(db, n, Math.min(BATCH, lines - n));
    // As they come, as the schedule does: a million lines sealed at one go would be looked through for every seal.
    const took = await timed(() => sealLines(db, machineClock.now()));
    sealing = { ms: sealing.ms + took.ms, cpuMs: sealing.cpuMs + took.cpuMs, mainMs: sealing.mainMs + took.mainMs };
  }
  // Once for what the file's first reading costs, once to be compared with.
  await timed(() => readThrough(db));
  const reading = await timed(() => readThrough(db));
  const folding = await timed(() => watched(db, () => refold({ db, rules, clock: machineClock })));
  const rounds: Record<'reading' | 'paging' | 'again', Took[]> = { reading: [], paging: [], again: [] };
  // By turns, since other programs may come and go.
  for (let round = 0; round < ROUNDS; round++) {
    rounds.reading.push(await timed(() => readThrough(db)));
    rounds.paging.push(await timed(() => readPages(db)));
    rounds.again.push(await timed(() => watched(db, () => refold({ db, rules, clock: machineClock }))));
  }
  const [read, paged, again] = [middle(rounds.reading), middle(rounds.paging), middle(rounds.again)];
  console.log(`${lines.toLocaleString('en')} lines, embedded store`);
  console.log(`sealed                     ${rate(sealing)}`);
  console.log(`folded for the first time  ${rate(folding)}, ${share(reading, folding)}`);
  console.log(`Of ${ROUNDS} rounds by turns, the middle one of each:`);
  console.log(`reading whole lines        ${rate(read)}`);
  console.log(`reading by pages           ${rate(paged)}, ${share(read, paged)}`);
  console.log(`folded anew                ${rate(again)}, ${share(read, again)}`);
  await measureReads(db, 'the year’s table');
  await tell(db, lines, CAME);
  const first = await timed(() => yearsTable(db));
  console.log(`the same when ${CAME} lines came since: ${first.ms.toFixed(1)} ms the first time`);
  await measureReads(db, 'then, before they are sealed');
  const month = await timed(() => linesBehind(db, rules, { figure: 'posts:website', period: readPeriod('2018-07') }));
  console.log(`the lines behind a figure of a month   ${month.ms.toFixed(0)} ms`);
  const scanning = await timed(() => scanLedger(db, YEAR));
  console.log(`the year by reading every line         ${scanning.ms.toFixed(0)} ms [${scanning.cpuMs.toFixed(0)}]`);
  console.log(
    `most memory                            ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, the reading of every line included`,
  );
}

async function measureReads(db: Database, what: string): Promise<void> {
  const reads: number[] = [];
  for (let i = 0; i < READS; i++) reads.push((await timed(() => yearsTable(db))).ms);
  const [p50, p99] = [quantile(reads, 0.5), quantile(reads, 0.99)];
  console.log(`${what.padEnd(38)} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
}

async function yearsTable(db: Database) {
  const table = findTable('annual-2014');
  if (!table) throw new Error('no table');
  return fillTable(table, await figuresOf(db, rules, YEAR));
}

/** Says how far a making is, as GET /api/statistics/rebuild does. */
async function watched(db: Database, work: () => Promise<unknown>): Promise<void> {
  const timer = setInterval(async () => {
    const making = (await foldsOf(db).findOne({ _id: 'figures' }))?.making;
    if (making && process.stderr.isTTY) process.stderr.write(`\r${making.folded} of ${making.of} `);
  }, 1000);
  await work().finally(() => clearInterval(timer));
}

async function tell(db: Database, from: number, count: number): Promise<void> {
  await ledgerOf(db).insertMany(Array.from({ length: count }, (_, i) => lineOf(from + i)));
}

/** Two posts of a release for each answer, spread over the year. */
function lineOf(n: number) {
  const day = `2018-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
  // Of an afternoon, each at a second of its own: lines that all came at noon would have to be sorted by their ids.
  const at = after(on(day), seconds(n % 43_000));
  if (n % 3 === 2) return logged(`y${n}`, `t${Math.floor(n / 9)}`, n % 2 ? 'phone' : 'letter', { day, at });
  return published(`r${Math.floor(n / 3)}`, n % 3 ? 'weibo' : 'website', { day, at });
}

async function readThrough(db: Database): Promise<number> {
  let count = 0;
  for await (const _ of ledgerOf(db).find({})) count++;
  return count;
}

async function readPages(db: Database): Promise<number> {
  let count = 0;
  for await (const page of pagesOf(db, 1000)) count += page.length;
  return count;
}

interface Took {
  readonly ms: number;
  readonly cpuMs: number;
  readonly mainMs: number;
}

function middle(took: readonly Took[]): Took {
  const of = (what: keyof Took) =>
    quantile(
      took.map((one) => one[what]),
      0.5,
    );
  return { ms: of('ms'), cpuMs: of('cpuMs'), mainMs: of('mainMs') };
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [startedMs, cpu, main] = [performance.now(), process.cpuUsage(), process.threadCpuUsage()];
  await work();
  const sum = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;
  const mainMs = sum(process.threadCpuUsage(main));
  return { ms: performance.now() - startedMs, cpuMs: sum(process.cpuUsage(cpu)), mainMs };
}

function rate({ ms, cpuMs, mainMs }: Took): string {
  const speed = (each: number) => Math.round((lines / each) * 1000).toLocaleString('en');
  return `${speed(ms)} lines/s [${speed(cpuMs)}, main ${speed(mainMs)}]`;
}

function share(reading: Took, other: Took): string {
  const of = (what: keyof Took) => (reading[what] / other[what]).toFixed(2);
  return `${of('ms')} [${of('cpuMs')}, main ${of('mainMs')}] of reading speed`;
}
