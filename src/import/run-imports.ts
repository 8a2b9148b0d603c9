/**
 * Works on imports in the background, step by step, so that everything else gets its turn in between. One process at a time
 * works on an import: it holds it for a lease that each step renews, and another goes on where it stopped. The file is read
 * on through one reader; a process that takes over reads it from the start and skips what is done.
 */
import { setImmediate } from 'node:timers/promises';
import { after, type Clock, seconds } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Logger, wordsOf } from '../log.ts';
import { levelOf } from '../store/is-unavailable.ts';
import { readFile } from './import-file.ts';
import { type Import, type ImportState, importsOf, UNDER_WAY } from './import-record.ts';
import { type StepDesk, takePageBack, takeRows } from './import-step.ts';
import type { TableRow } from './map-row.ts';
import { readTable } from './read-table.ts';

export interface ImporterDesk extends StepDesk {
  readonly clock: Clock;
  readonly log: Logger;
  readonly processId: string;
  /** Told how many have come in. */
  readonly flood: { note(count: number): void };
  /** Signals have come in, or wait to be sorted anew. */
  nudge(): void;
}

export interface Importer {
  /** Looks for imports under way and works on them; never waits. Returns 0: nothing for the stages. */
  wake(): number;
  /** Resolves when none is left that this process may work on. */
  idle(): Promise<void>;
  /** Lets the running step end. */
  stop(): Promise<void>;
}

const ROWS_AT_ONCE = 200;
const LEASE_MS = seconds(30);

interface Reading {
  readonly import: string;
  readonly state: ImportState;
  readonly rows: AsyncGenerator<TableRow>;
  /** The last row it has given. */
  row: number;
}

export function openImporter(desk: ImporterDesk): Importer {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let reading: Reading | null = null;

  async function run(): Promise<void> {
    let worked = false;
    while (again && !stopped) {
      again = false;
      for (let one = await claim(desk); one && !stopped; one = await claim(desk)) {
        reading = await step(desk, one, reading);
        worked = true;
        await setImmediate();
      }
    }
    // Only then: what is nudged looks for imports as well.
    if (worked) desk.nudge();
    await reading?.rows.return(undefined);
    reading = null;
  }

  function wake(): number {
    if (stopped) return 0;
    again = true;
    running ??= run()
      .catch((error) => desk.log[levelOf(error)]({ err: wordsOf(error) }, 'import stopped'))
      .finally(() => {
        running = null;
      });
    return 0;
  }

  const ended = async () => {
    while (running) await running;
  };
  const idle = async () => {
    wake();
    await ended();
  };
  const stop = async () => {
    stopped = true;
    await ended();
  };
  return { wake, idle, stop };
}

async function claim({ db, clock, processId }: ImporterDesk): Promise<Import | null> {
  const now = clock.now();
  const free = { $or: [{ worker: null }, { worker: processId }, { leaseUntil: { $lt: now } }] };
  const hold = { $set: { worker: processId, leaseUntil: after(now, LEASE_MS) } };
  const underWay = { state: { $in: UNDER_WAY }, ...free };
  // Asked at every nudge: mostly there is none, and reading costs less than writing.
  if ((await importsOf(db).findOne(underWay, { projection: { _id: 1 } })) === null) return null;
  return await importsOf(db).findOneAndUpdate(underWay, hold, { returnDocument: 'after', sort: { at: 1 } });
}

/** Returns the reader to go on with. */
async function step(desk: ImporterDesk, one: Import, before: Reading | null): Promise<Reading | null> {
  const now = desk.clock.now();
  if (one.state === 'undoing') {
    await takePageBack(desk, one, now);
    return before;
  }
  try {
    const reading = await readOn(desk, one, before);
    const rows = await some(reading);
    await takeRows(desk, one, rows, now);
    if (one.state === 'taking') desk.flood.note(rows.length);
    return rows.length === 0 ? null : reading;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid-input') throw error;
    const failed = { state: 'failed', reason: error.message, finishedAt: now };
    await importsOf(desk.db).updateOne({ _id: one._id, state: one.state }, { $set: failed });
    return null;
  }
}

async function readOn({ db }: ImporterDesk, one: Import, before: Reading | null): Promise<Reading> {
  const { _id, state, progress, format, encoding } = one;
  if (before && before.import === _id && before.state === state && before.row === progress.row) return before;
  await before?.rows.return(undefined);
  const rows = readTable({ format, encoding, bytes: () => readFile(db, _id) });
  const reading: Reading = { import: _id, state, rows: skip(rows, progress.row), row: progress.row };
  return reading;
}

async function* skip(rows: AsyncIterable<TableRow>, until: number): AsyncGenerator<TableRow> {
  for await (const row of rows) if (row.number > until) yield row;
}

async function some(reading: Reading): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  while (rows.length < ROWS_AT_ONCE) {
    const { value, done } = await reading.rows.next();
    if (done) break;
    rows.push(value);
    reading.row = value.number;
  }
  return rows;
}
