/**
 * One step of an import that is under way: some rows checked or taken, or a page taken back. Where it stands is written after
 * each step, under the condition that it still stands where the step began; doing a step twice takes nothing twice.
 */
import { aLine } from '../ledger/line.ts';
import { noteCases, type ToldCase } from '../signal/case.ts';
import type { IncomingSignal } from '../signal/signal.ts';
import { signalIdOf, signalsOf } from '../signal/signal.ts';
import { noteNews } from '../signal/source.ts';
import { takeSignals } from '../signal/take-signals.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { page } from '../store/page.ts';
import { type Import, importNotesOf, importsOf, NO_PROGRESS, type Progress, refusedNote } from './import-record.ts';
import { type Mapping, mapRow, type RefusedRow, stepsOf, type TableRow } from './map-row.ts';
import { takeBack } from './take-back.ts';

export interface StepDesk {
  readonly db: Database;
  readonly key: Buffer;
  /** A file gives way to releases. */
  readonly way: { clear(): Promise<void> };
}

/** More notes than anybody reads: a wrong column is seen from the first. */
const MOST_NOTES = 10_000;
const PAGE = 200;

/** `rows` are the next ones, none when the file is at its end. */
export async function takeRows(desk: StepDesk, one: Import, rows: readonly TableRow[], now: Date): Promise<void> {
  if (rows.length === 0) return await endPass(desk.db, one, now);
  const { mapping, startedAt } = one;
  if (!mapping || !startedAt) return;
  const read = rows.map((row) => mapRow(row, mapping, now));
  const signals = read.filter((row): row is IncomingSignal => !('problem' in row));
  const refused = read.filter((row): row is RefusedRow => 'problem' in row);
  const notes = refused
    .slice(0, Math.max(0, MOST_NOTES - one.progress.refused))
    .map((row) => refusedNote(one._id, row));
  await insertNew(importNotesOf(desk.db), notes);
  const taking = { now: startedAt, by: one.by, import: one._id, key: desk.key, giveWay: desk.way.clear };
  const isTaking = one.state === 'taking';
  const { taken, repeated } = isTaking ? await takeSignals(desk.db, signals, taking) : { taken: 0, repeated: 0 };
  if (isTaking && mapping.kind === 'case') await noteCases(desk.db, casesIn(rows, read, mapping), now);
  const { progress } = one;
  await advance(desk.db, one, {
    row: rows.at(-1)?.number ?? progress.row,
    read: progress.read + rows.length,
    taken: progress.taken + taken,
    repeated: progress.repeated + repeated,
    refused: progress.refused + refused.length,
  });
}

/** Known cases too: the next file tells how far they have got since. */
function casesIn(rows: readonly TableRow[], read: readonly (IncomingSignal | RefusedRow)[], mapping: Mapping) {
  return rows.flatMap((row, i): ToldCase[] => {
    const signal = read[i];
    const steps = stepsOf(row, mapping);
    if (!signal || 'problem' in signal || !steps) return [];
    return [{ signal: signalIdOf(signal.account, signal.ref), account: signal.account, steps }];
  });
}

async function advance(db: Database, { _id, state, progress }: Import, next: Progress): Promise<void> {
  await importsOf(db).updateOne({ _id, state, 'progress.row': progress.row }, { $set: { progress: next } });
}

/** After the check the rows are taken, unless one was refused and all or none was asked for. */
async function endPass(db: Database, one: Import, now: Date): Promise<void> {
  const { _id, state, progress, mapping } = one;
  if (state === 'checking') {
    const isRefused = progress.refused > 0 && one.onRefused === 'take-none';
    const rows = progress.read;
    const next = isRefused ? { state: 'refused', finishedAt: now } : { state: 'taking', progress: NO_PROGRESS, rows };
    await importsOf(db).updateOne({ _id, state }, { $set: next });
    return;
  }
  if (progress.taken > 0 && mapping) await noteNews(db, mapping.account, now);
  await importsOf(db).updateOne(
    { _id, state },
    { $set: { state: 'done', finishedAt: now }, $push: { unposted: doneLine(one, now) } },
  );
}

export function doneLine(
  { _id, by, mapping, progress }: Pick<Import, '_id' | 'by' | 'mapping' | 'progress'>,
  at: Date,
) {
  const { taken, repeated, refused } = progress;
  const facts = { account: mapping?.account ?? null, kind: mapping?.kind ?? null, taken, repeated, refused };
  return aLine({ what: 'import.done', subject: _id, at, by, facts });
}

/** The next page of what an import brought, taken back. */
export async function takePageBack({ db }: StepDesk, one: Import, now: Date): Promise<void> {
  const { _id, undo, startedAt } = one;
  if (!undo) return;
  const filter = { receivedAt: startedAt, import: _id };
  const { items, next } = await page(signalsOf(db), {
    filter,
    sort: { receivedAt: -1 },
    limit: PAGE,
    cursor: undo.cursor,
  });
  const done = await takeBack(db, items, { import: _id, by: undo.by, at: undo.at });
  const sum = {
    ...undo,
    takenBack: undo.takenBack + done.takenBack,
    kept: undo.kept + done.kept,
    topics: undo.topics + done.topics,
    cursor: next,
  };
  const facts = { takenBack: sum.takenBack, kept: sum.kept, topics: sum.topics };
  const line = aLine({ what: 'import.undone', subject: _id, at: undo.at, by: undo.by, facts });
  const isOver = { $set: { undo: sum, state: 'undone', finishedAt: now }, $push: { unposted: line } };
  const here = { _id, state: 'undoing', 'undo.cursor': undo.cursor };
  await importsOf(db).updateOne(here, next === null ? isOver : { $set: { undo: sum } });
}
