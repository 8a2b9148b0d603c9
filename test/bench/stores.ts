/**
 * How fast both engines are at what Sanwei does all day, side by side in one run: `node test/bench/stores.ts [rows]`.
 * The MongoDB side is MONGODB_URL's server or mongo-java-server, which ignores indexes that are not unique and reads whole
 * collections instead (hence 10,000 rows unless told); a third argument 'embedded' leaves it out. Figures of different machines are not to be compared.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Collection, Row } from '../../src/store/collection.ts';
import { insertNew } from '../../src/store/insert-new.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { startMongoServer, whyNoMongoServer } from '../support/mongo-server.ts';

interface Delivery extends Row {
  readonly state: string;
  readonly account: string;
  readonly dueAt: Date;
  readonly tries: number;
  readonly title: string;
  readonly text: string;
  readonly unposted: readonly object[];
}

export interface StoreFigure {
  readonly engine: string;
  readonly what: string;
  readonly opsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

type Case = readonly [what: string, rounds: number, rowsPerRound: number, work: (i: number) => Promise<unknown>];

/** An engine that reads the whole collection for each question would need hours for all rounds. */
const LONGEST_CASE_MS = 5000;
const FEWEST_ROUNDS = 3;
const NOON = Date.parse('2026-03-02T04:00:00Z');

function aDelivery(id: string, i: number): Delivery {
  return {
    _id: id,
    state: i % 10 === 0 ? 'waiting' : 'done',
    account: `account-${i % 7}`,
    dueAt: new Date(NOON + ((i * 7919) % 1_000_000) * 1000),
    tries: 0,
    title: `关于第 ${i} 号事项的公告`,
    text: '各乡镇人民政府、县直各部门：现将有关事项公告如下。'.repeat(10),
    unposted: [],
  };
}

function casesOf(rows: Collection<Delivery>, many: number): readonly Case[] {
  const id = (i: number) => `d${(i * 7919) % many}`;
  const due = { state: 'waiting', dueAt: { $lte: new Date(NOON + 500_000_000) } };
  const line = (i: number) => ({ _id: `delivery.done:${i}`, what: 'delivery.done', at: new Date(NOON), facts: { i } });
  return [
    ['insertOne, one after another', 300, 1, (i) => rows.insertOne(aDelivery(`one${i}`, i))],
    [
      'insertMany of 50',
      40,
      50,
      (i) => rows.insertMany(Array.from({ length: 50 }, (_, j) => aDelivery(`many${i}-${j}`, j))),
    ],
    ['insertOne, 100 at once', 20, 100, (i) => atOnce(100, (j) => rows.insertOne(aDelivery(`once${i}-${j}`, j)))],
    ['findOne by _id', 2000, 1, (i) => rows.findOne({ _id: id(i) })],
    ['find by index, sorted, 20', 1000, 1, () => rows.find(due, { sort: { dueAt: 1 }, limit: 20 }).toArray()],
    [
      'find by index, newest 20 of account',
      1000,
      1,
      (i) => rows.find({ account: `account-${i % 7}` }, { sort: { dueAt: -1 }, limit: 20 }).toArray(),
    ],
    ['count by index', 100, 1, () => rows.countDocuments(due)],
    ['find unposted (none)', 1000, 1, () => rows.find({ 'unposted._id': { $gt: '' } }, { limit: 50 }).toArray()],
    ['updateOne $set', 300, 1, (i) => rows.updateOne({ _id: id(i) }, { $set: { state: 'sending', tries: i } })],
    [
      'updateOne if, $set + $push',
      300,
      1,
      (i) => rows.updateOne({ _id: `one${i}`, tries: 0 }, { $set: { state: 'done' }, $push: { unposted: line(i) } }),
    ],
    [
      'updateOne, 100 at once',
      20,
      100,
      (i) => atOnce(100, (j) => rows.updateOne({ _id: id(i * 100 + j) }, { $set: { tries: i + j } })),
    ],
    ['claim: insertNew, then update', 200, 1, (i) => claim(rows, i)],
  ];
}

async function claim(rows: Collection<Delivery>, i: number): Promise<void> {
  const { taken } = await insertNew(rows, [aDelivery(`one${i}#1`, i)]);
  if (taken.length === 0) await rows.updateOne({ _id: `one${i}#1` }, { $set: { state: 'sending' } });
}

async function atOnce(times: number, work: (i: number) => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: times }, (_, i) => work(i)));
}

async function measure(engine: string, [what, rounds, rowsPerRound, work]: Case): Promise<StoreFigure> {
  const took: number[] = [];
  const start = performance.now();
  for (let i = 0; i < rounds && (took.length < FEWEST_ROUNDS || performance.now() - start < LONGEST_CASE_MS); i++) {
    const before = performance.now();
    await work(i);
    took.push(performance.now() - before);
  }
  const seconds = (performance.now() - start) / 1000;
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { engine, what, opsPerSecond: (took.length * rowsPerRound) / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function benchEngine(engine: string, url: string, many: number): Promise<StoreFigure[]> {
  const { db, close } = await openDatabase(url);
  const rows = db.collection<Delivery>('deliveries');
  await rows.createIndex({ state: 1, dueAt: 1 });
  await rows.createIndex({ account: 1, dueAt: 1 });
  await rows.createIndex({ 'unposted._id': 1 });
  for (let first = 0; first < many; first += 1000) {
    await rows.insertMany(Array.from({ length: 1000 }, (_, j) => aDelivery(`d${first + j}`, first + j)));
  }
  const figures: StoreFigure[] = [];
  for (const one of casesOf(rows, many)) {
    console.error(`${engine}: ${one[0]} …`);
    figures.push(await measure(engine, one));
  }
  await close();
  return figures;
}

/** Figures of both engines over `many` rows; of the embedded one alone where no server can be started. */
export async function benchStores(many = 10_000, only?: 'embedded'): Promise<readonly StoreFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sanwei-bench-'));
  const embedded = await benchEngine('embedded', `file:${join(folder, 'bench.db')}`, many);
  rmSync(folder, { recursive: true, force: true });
  if (only === 'embedded' || whyNoMongoServer()) return embedded;
  const server = await startMongoServer();
  const mongo = await benchEngine('mongodb protocol', server.url, many);
  await server.stop();
  return [...embedded, ...mongo];
}

/** Prints both engines side by side. */
export function showStores(figures: readonly StoreFigure[]): void {
  const cell = (one: StoreFigure | undefined) =>
    one
      ? [
          one.opsPerSecond.toFixed(0).padStart(8),
          one.p50Ms.toFixed(3).padStart(9),
          one.p99Ms.toFixed(3).padStart(9),
        ].join('')
      : '';
  const [header, unit] = ['embedded'.padStart(26), '   ops/s   p50 ms   p99 ms'];
  console.log(`${''.padEnd(38)}${header}${'MongoDB protocol'.padStart(29)}   ratio`);
  console.log(`${''.padEnd(38)}${unit}   ${unit}`);
  for (const one of figures.filter(({ engine }) => engine === 'embedded')) {
    const other = figures.find(({ engine, what }) => engine !== 'embedded' && what === one.what);
    const ratio = other ? `${(one.opsPerSecond / other.opsPerSecond).toFixed(1)}x`.padStart(8) : '';
    console.log(`${one.what.padEnd(38)}${cell(one)}   ${cell(other)}${ratio}`);
  }
}

if (import.meta.main) {
  showStores(
    await benchStores(Number(process.argv[2] ?? 10_000), process.argv[3] === 'embedded' ? 'embedded' : undefined),
  );
}
