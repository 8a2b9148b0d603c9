/**
 * Folds the whole ledger into a new generation while the figures are read from the one before, then changes over. After an
 * update of the rules there is none to read from: then readers are told to wait.
 */
import { setImmediate } from 'node:timers/promises';
import { after, type Clock, minutes } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Line } from '../ledger/line.ts';
import { headOf, keptLinesOf } from '../ledger/seal.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Rule } from './figure.ts';
import { firstLinesOf, foldsOf, type Making, totalsOf } from './first-line.ts';
import { versionOf } from './fold-ledger.ts';
import { packedLinesOf, packsOf } from './pack.ts';
import { type Bases, RunOfLines } from './run-of-lines.ts';
import { Shelf } from './shelf.ts';
import { putBases, recount } from './total-months.ts';

export interface FoldDesk {
  readonly db: Database;
  readonly clock: Clock;
  readonly rules: readonly Rule[];
  /** Lines read at one go, and held in memory before they are written; smaller in tests. */
  readonly portions?: Portions;
}

export interface Portions {
  readonly page: number;
  readonly run: number;
}

/** A page is read in a few milliseconds; a run in memory is some ten megabytes. */
const PORTIONS: Portions = { page: 1000, run: 100_000 };
/** How often progress is told. */
const BEAT_MS = 250;
/** One that is silent for so long has died with its process. */
const SILENT_MS = minutes(1);

/** Makes a generation from the whole ledger. False when somebody else is at it. */
export async function refold(desk: FoldDesk): Promise<boolean> {
  const making = await claim(desk);
  if (!making) return false;
  const { db } = desk;
  const { generation, version } = making;
  const upTo = (await headOf(db))?.number ?? 0;
  await foldAll(desk, making);
  await recount(db, generation);
  const mine = { _id: 'figures', 'making.generation': generation };
  const { matchedCount } = await foldsOf(db).updateOne(mine, { $set: { generation, version, upTo, making: null } });
  if (matchedCount === 1) await forgetOlder(db, generation);
  return matchedCount === 1;
}

/** Some lines after the other in memory, written as packs. */
async function foldAll({ db, clock, rules, portions = PORTIONS }: FoldDesk, { generation }: Making): Promise<void> {
  const bases: Bases = new Map();
  const run = new RunOfLines(db, { generation, rules }, { shelf: new Shelf(db, generation), bases });
  let folded = 0;
  const beat = heart(() => tell({ db, clock }, generation, folded));
  for await (const lines of pagesOf(db, portions.page)) {
    run.add(lines);
    folded += lines.length;
    if (run.held >= portions.run) await run.write(beat);
    await beat();
    await setImmediate();
  }
  await run.write(beat);
  await putBases(db, bases);
}

/** Tells now and then only: each time is a write. */
function heart(beat: () => Promise<void>): () => Promise<void> {
  let toldMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - toldMs < BEAT_MS) return;
    await beat();
    toldMs = performance.now();
  };
}

async function claim({ db, clock, rules }: FoldDesk): Promise<Making | null> {
  const now = clock.now();
  await insertNew(foldsOf(db), [{ _id: 'figures', version: '', generation: '', upTo: 0, making: null }]);
  const of = await keptLinesOf(db).countDocuments({});
  const making = { generation: newId(now), version: versionOf(rules), startedAt: now, beatAt: now, folded: 0, of };
  const isFree = { $or: [{ making: null }, { 'making.beatAt': { $lt: after(now, -SILENT_MS) } }] };
  const { matchedCount } = await foldsOf(db).updateOne({ _id: 'figures', ...isFree }, { $set: { making } });
  return matchedCount === 1 ? making : null;
}

async function tell({ db, clock }: Pick<FoldDesk, 'db' | 'clock'>, generation: string, folded: number): Promise<void> {
  const change = { 'making.beatAt': clock.now(), 'making.folded': folded };
  const mine = { _id: 'figures', 'making.generation': generation };
  const { matchedCount } = await foldsOf(db).updateOne(mine, { $set: change });
  if (matchedCount === 0) throw new Error('another process took over the making of the figures');
}

/** By id: what is posted meanwhile may be missed here, and is met again as not sealed or under a later seal. */
async function* pagesOf(db: Database, size: number): AsyncGenerator<readonly Line[]> {
  for (let last = ''; ; ) {
    const lines = await keptLinesOf(db)
      .find({ _id: { $gt: last } }, { sort: { _id: 1 }, limit: size })
      .toArray();
    if (lines.length > 0) yield lines;
    if (lines.length < size) return;
    last = lines.at(-1)?._id ?? '';
  }
}

/** Nobody reads older ones any more, nor those of makings that died. Generations sort by the time they were begun. */
async function forgetOlder(db: Database, generation: string): Promise<void> {
  await totalsOf(db).deleteMany({ generation: { $lt: generation } });
  await firstLinesOf(db).deleteMany({ _id: { $lt: generation } });
  await packsOf(db).deleteMany({ _id: { $lt: generation } });
  await packedLinesOf(db).deleteMany({ _id: { $lt: generation } });
}
