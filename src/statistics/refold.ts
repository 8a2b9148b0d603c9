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
import { foldLines } from './fold-lines.ts';
import { recount } from './total-months.ts';

export interface FoldDesk {
  readonly db: Database;
  readonly clock: Clock;
  readonly rules: readonly Rule[];
}

const PAGE = 500;
/** One that is silent for so long has died with its process. */
const SILENT_MS = minutes(1);

/** Makes a generation from the whole ledger. False when somebody else is at it. */
export async function refold(desk: FoldDesk): Promise<boolean> {
  const making = await claim(desk);
  if (!making) return false;
  const { db, rules } = desk;
  const { generation, version } = making;
  const upTo = (await headOf(db))?.number ?? 0;
  let folded = 0;
  for await (const lines of pagesOf(db)) {
    await foldLines(db, { generation, rules }, lines);
    folded += lines.length;
    await beat(desk, making, folded);
    await setImmediate();
  }
  await recount(db, generation);
  const mine = { _id: 'figures', 'making.generation': generation };
  const { matchedCount } = await foldsOf(db).updateOne(mine, { $set: { generation, version, upTo, making: null } });
  if (matchedCount === 1) await forgetOlder(db, generation);
  return matchedCount === 1;
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

async function beat({ db, clock }: FoldDesk, { generation }: Making, folded: number): Promise<void> {
  const change = { 'making.beatAt': clock.now(), 'making.folded': folded };
  const mine = { _id: 'figures', 'making.generation': generation };
  const { matchedCount } = await foldsOf(db).updateOne(mine, { $set: change });
  if (matchedCount === 0) throw new Error('another process took over the making of the figures');
}

/** By id: what is posted meanwhile may be missed here, and is met again as not sealed or under a later seal. */
async function* pagesOf(db: Database): AsyncGenerator<readonly Line[]> {
  for (let last = ''; ; ) {
    const lines = await keptLinesOf(db)
      .find({ _id: { $gt: last } }, { sort: { _id: 1 }, limit: PAGE })
      .toArray();
    if (lines.length > 0) yield lines;
    if (lines.length < PAGE) return;
    last = lines.at(-1)?._id ?? '';
  }
}

/** Nobody reads older ones any more, nor those of makings that died. Generations sort by the time they were begun. */
async function forgetOlder(db: Database, generation: string): Promise<void> {
  await totalsOf(db).deleteMany({ generation: { $lt: generation } });
  await firstLinesOf(db).deleteMany({ _id: { $lt: generation } });
}
