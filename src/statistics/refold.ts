/**
 * Folds the whole ledger into a new generation while the figures are read from the one before, then changes over. After an
 * update of the rules there is none to read from: then readers are told to wait.
 */
import { setImmediate } from 'node:timers/promises';
import { after, type Clock, minutes } from '../clock.ts';
import { newId } from '../ids.ts';
import { headOf, keptLinesOf } from '../ledger/seal.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import type { Rule } from './figure.ts';
import { firstLinesOf, foldsOf, type Making, totalsOf } from './first-line.ts';
import { versionOf } from './fold-ledger.ts';
import { packedLinesOf, packsOf } from './pack.ts';
import { Packer } from './packer.ts';
import { pagesOf } from './read-ledger.ts';
import { RunOfLines } from './run-of-lines.ts';
import { putBases, recount } from './total-months.ts';
import { WritesAhead } from './writes-ahead.ts';

export interface FoldDesk {
  readonly db: Database;
  readonly clock: Clock;
  readonly rules: readonly Rule[];
  /** Lines read at one go, and lines of a figure held in memory before they are written; smaller in tests. */
  readonly portions?: Portions;
}

export interface Portions {
  readonly page: number;
  readonly run: number;
}

/** A page is read in a few milliseconds; what is held in memory is some ten megabytes, at most ten times as much. */
const PORTIONS: Portions = { page: 1000, run: 4000 };
/** Of about a megabyte each. */
const MOST_WRITES = 16;
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

/** Reads, folds in memory and packs, each while the packs before are still being written. */
async function foldAll({ db, clock, rules, portions = PORTIONS }: FoldDesk, making: Making): Promise<void> {
  const writes = new WritesAhead(MOST_WRITES);
  const packer = new Packer(db, making.generation, writes);
  const run = new RunOfLines(rules, portions.run);
  let folded = 0;
  const beat = heart(() => writes.put(tell({ db, clock }, making, folded)));
  try {
    for await (const lines of pagesOf(db, portions.page)) {
      run.add(lines);
      folded += lines.length;
      for (const counting of run.takeFull()) await packer.pack(counting);
      await beat();
      await setImmediate();
    }
    for (const counting of run.takeAll()) {
      await packer.pack(counting);
      await beat();
    }
    await packer.placeEarlier();
  } finally {
    await writes.done();
  }
  await putBases(db, packer.bases);
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

async function tell(
  { db, clock }: Pick<FoldDesk, 'db' | 'clock'>,
  { generation, of }: Making,
  folded: number,
): Promise<void> {
  // Lines that came since it began are folded as well.
  const change = { 'making.beatAt': clock.now(), 'making.folded': Math.min(folded, of) };
  const mine = { _id: 'figures', 'making.generation': generation };
  const { matchedCount } = await foldsOf(db).updateOne(mine, { $set: change });
  if (matchedCount === 0) throw new Error('another process took over the making of the figures');
}

/** Nobody reads older ones any more, nor those of makings that died. Generations sort by the time they were begun. */
async function forgetOlder(db: Database, generation: string): Promise<void> {
  await totalsOf(db).deleteMany({ generation: { $lt: generation } });
  await firstLinesOf(db).deleteMany({ _id: { $lt: generation } });
  await packsOf(db).deleteMany({ _id: { $lt: generation } });
  await packedLinesOf(db).deleteMany({ _id: { $lt: generation } });
}
