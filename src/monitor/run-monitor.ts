/**
 * One run of a monitor: walks its parts page by page, keeps what it finds, and looks again at what was open and was not met.
 * Memory stays flat however much there is; two runs of one monitor never go at once, over all processes.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { after, minutes } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { brokenSeals } from './check-seals.ts';
import { contentFaults } from './find-content-faults.ts';
import { disagreements } from './find-disagreements.ts';
import { dueNotOut } from './find-due-not-out.ts';
import type { Finding, FoundNow, MonitorName } from './finding.ts';
import type { MonitorDesk, Part } from './monitor-desk.ts';
import { FINDINGS, findingsOf, keepFindings, type MonitorRun, monitorsOf, resolveFinding } from './monitor-store.ts';
import { walkRecords } from './walk-records.ts';

export type Scope = MonitorRun['scope'];

const BEAT_MS = 1000;
/** A run tells how far it is every second; one that is silent for so long has died with its process. */
const SILENT_MS = minutes(2);

/** What a monitor looks at. */
export function partsOf(desk: MonitorDesk, monitor: MonitorName, now: Date, scope: Scope): readonly Part[] {
  switch (monitor) {
    case 'due-not-out':
      return dueNotOut(desk, now);
    case 'ledger':
      return disagreements(desk, now, scope);
    case 'seals':
      return brokenSeals(desk, now, scope);
    case 'content':
      return contentFaults(desk, now, scope);
  }
}

export interface Started {
  /** Resolves when the run has ended, whatever came of it; never rejects. */
  readonly ended: Promise<void>;
}

/** Starts a run; null when one is under way. */
export async function startMonitor(desk: MonitorDesk, monitor: MonitorName, scope: Scope): Promise<Started | null> {
  const now = desk.clock.now();
  const run = newId(now);
  const fresh = { run, scope, startedAt: now, beatAt: now, endedAt: null, checked: 0, looksAt: null, outcome: null };
  const blank: MonitorRun = { _id: monitor, ...fresh, endedAt: now, outcome: '', okAt: null, fullAt: null };
  await insertNew(monitorsOf(desk.db), [blank]);
  const isFree = { $or: [{ endedAt: { $ne: null } }, { beatAt: { $lt: after(now, -SILENT_MS) } }] };
  const { matchedCount } = await monitorsOf(desk.db).updateOne({ _id: monitor, ...isFree }, { $set: fresh });
  if (matchedCount === 0) return null;
  return {
    ended: carryOut(desk, { monitor, scope, run, now }).catch((error: unknown) => void tell(desk, monitor, error)),
  };
}

interface Running {
  readonly monitor: MonitorName;
  readonly scope: Scope;
  readonly run: string;
  readonly now: Date;
}

async function carryOut(desk: MonitorDesk, running: Running): Promise<void> {
  const outcome = await lookOver(desk, running).then(
    () => 'ok',
    (error: unknown) => tell(desk, running.monitor, error),
  );
  const endedAt = desk.clock.now();
  const isOk = outcome === 'ok';
  const isFull = isOk && (running.scope === 'full' || running.monitor === 'due-not-out');
  const well = { ...(isOk && { okAt: endedAt }), ...(isFull && { fullAt: endedAt }) };
  await beat(desk, running, { endedAt, looksAt: null, outcome, ...well });
}

/** An error's name, also for the log. A message may name a record, never what stands in it. */
function tell({ log }: MonitorDesk, monitor: MonitorName, error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  log.error(
    { monitor, err: name, at: error instanceof Error ? error.stack?.split('\n')[1]?.trim() : null },
    'monitor failed',
  );
  return name;
}

async function lookOver(desk: MonitorDesk, running: Running): Promise<void> {
  const { monitor, scope, now } = running;
  const parts = partsOf(desk, monitor, now, scope);
  let checked = 0;
  for (const part of parts) {
    let toldMs = Number.NEGATIVE_INFINITY;
    for await (const rows of pagesOf(desk, part)) {
      await keepFindings(desk.db, await part.check(rows), running);
      checked += rows.length;
      // A write waits for the disk, which takes as long as comparing a page.
      if (performance.now() - toldMs < BEAT_MS) continue;
      await beat(desk, running, { checked, looksAt: part.title });
      toldMs = performance.now();
    }
  }
  await lookAgain(desk, parts, running);
  await beat(desk, running, { checked });
}

/** Tells how far it is. Throws when another run took its place, since this process was silent for too long. */
async function beat(desk: MonitorDesk, { monitor, run }: Running, told: Partial<MonitorRun>): Promise<void> {
  const beatAt = desk.clock.now();
  const { matchedCount } = await monitorsOf(desk.db).updateOne({ _id: monitor, run }, { $set: { beatAt, ...told } });
  if (matchedCount === 0) throw new Error('overtaken');
}

async function* pagesOf({ db, signal }: MonitorDesk, { collection, walks }: Part): AsyncGenerator<readonly Row[]> {
  for (const walk of walks) {
    for await (const rows of walkRecords(db, { collection, ...walk })) {
      signal.throwIfAborted();
      yield rows;
      // The embedded store answers without leaving the event loop: calls and timers must get their turn in between.
      await setImmediate();
    }
  }
}

/** What is open and was not met in this run is gone, or lies outside of what it looked at. */
async function lookAgain(desk: MonitorDesk, parts: readonly Part[], running: Running): Promise<void> {
  const { monitor, run, now } = running;
  const unseen = { monitor, state: 'open', run: { $ne: run } };
  for await (const rows of walkRecords(desk.db, { collection: FINDINGS, where: unseen, along: 'since', from: null })) {
    for (const finding of rows as readonly Finding[]) {
      const still = await findAgain(desk, parts, finding);
      if (still) await keepFindings(desk.db, [still], running);
      else await resolveFinding(desk.db, finding._id, now);
    }
  }
}

/** The same finding as it is now, or null. */
export async function findAgain(desk: MonitorDesk, parts: readonly Part[], finding: Finding): Promise<FoundNow | null> {
  const { kind, collection, subject } = finding;
  const mine = parts.filter((part) => part.collection === collection);
  const rows = await desk.db.collection(collection).find({ _id: subject }).toArray();
  for (const part of rows.length > 0 ? mine : []) {
    const found = await part.check(rows);
    const same = found.find((one) => one.kind === kind);
    if (same) return same;
  }
  return null;
}

/** Open findings of a monitor, the oldest first; of one kind when it is told. */
export function openFindings(desk: Pick<MonitorDesk, 'db'>, monitor: MonitorName, kind?: string) {
  return findingsOf(desk.db).find({ monitor, state: 'open', ...(kind && { kind }) }, { sort: { since: 1 } });
}
