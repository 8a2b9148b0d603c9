/**
 * What the figures cost on a large ledger: `npm run bench:figures -- --lines 1000000`. Side by side in one run: reading the ledger
 * through, folding all of it anew, the year's table from the folded figures, and the same by reading every line.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineClock } from '../../../src/clock.ts';
import { allIndexes } from '../../../src/indexes.ts';
import { ledgerOf } from '../../../src/ledger/ledger.ts';
import { sealLines } from '../../../src/ledger/seal-lines.ts';
import { figuresOf } from '../../../src/statistics/count-figures.ts';
import { readPeriod } from '../../../src/statistics/period.ts';
import { refold } from '../../../src/statistics/refold.ts';
import type { Database } from '../../../src/store/collection.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { logged, published, rules } from '../../statistics/on-ledger.ts';
import { scanLedger } from '../../statistics/scan-ledger.ts';
import { quantile } from '../fanout/spread.ts';

const READS = 50;
const BATCH = 1000;
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
  for (let n = 0; n < lines; n += BATCH) {
    await ledgerOf(db).insertMany(Array.from({ length: Math.min(BATCH, lines - n) }, (_, i) => lineOf(n + i)));
  }
  const sealing = await timed(() => sealLines(db, machineClock.now()));
  const reading = await timed(() => readThrough(db));
  const folding = await timed(() => refold({ db, rules, clock: machineClock }));
  const reads: number[] = [];
  for (let i = 0; i < READS; i++) reads.push(await timed(() => figuresOf(db, rules, YEAR)));
  const scanning = await timed(() => scanLedger(db, YEAR));
  const p50 = quantile(reads, 0.5);
  const rate = (ms: number) => `${Math.round((lines / ms) * 1000).toLocaleString('en')} lines/s`;
  console.log(`${lines.toLocaleString('en')} lines, embedded store`);
  console.log(`sealed                   ${rate(sealing)}`);
  console.log(`read through             ${rate(reading)}`);
  console.log(`folded anew              ${rate(folding)}, ${(reading / folding).toFixed(2)} of reading speed`);
  console.log(`the year's table         p50 ${p50.toFixed(1)} ms, p99 ${quantile(reads, 0.99).toFixed(1)} ms`);
  console.log(`the same, every line read ${scanning.toFixed(0)} ms, ${(scanning / p50).toFixed(0)} times as long`);
}

/** Two posts of a release for each answer, spread over the year. */
function lineOf(n: number) {
  const day = `2018-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`;
  if (n % 3 === 2) return logged(`y${n}`, `t${Math.floor(n / 9)}`, n % 2 ? 'phone' : 'letter', { day });
  return published(`r${Math.floor(n / 3)}`, n % 3 ? 'weibo' : 'website', { day });
}

async function readThrough(db: Database): Promise<number> {
  let count = 0;
  for await (const _ of ledgerOf(db).find({})) count++;
  return count;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
