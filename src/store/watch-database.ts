/**
 * Knows whether the database is away: the first operation that fails says so, a small write tried again and again tells when
 * it is back. One line in the log for each; whoever waited is called when it is back, so that nothing has to ask by itself.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { aroundDatabase, type Operation } from './around-database.ts';
import type { Database, Row } from './collection.ts';
import { DatabaseStalled, isUnavailable } from './is-unavailable.ts';
import type { OpenedDatabase } from './open-database.ts';

export interface WatchedDatabase extends OpenedDatabase {
  /**
   * Calls `act` whenever the database is back, and once more when something fails late that had begun before: whoever
   * waited may go on.
   */
  whenBack(act: () => void): void;
}

/** They touch a few rows through an index: one that takes longer waits for a disk or a lock, whatever else is answered. */
const SHORT = new Set(['findOne', 'insertOne', 'insertMany', 'updateOne', 'findOneAndUpdate', 'deleteOne']);
const SHORT_MS = 6000;

/** Between two attempts to write: short at first, since most outages are a lost connection. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;
/** An outage that follows so soon is the same one (a disk just short of full): it is tried ever more seldom. */
const RELAPSE_MS = 60_000;
const LONGEST_RELAPSE_PAUSE_MS = 30_000;
/** Time for operations that began before the end of an outage to fail as well. */
const AFTERMATH_MS = 500;

/** Needs a page or two: a database whose disk is full may still read, and change a row in its place. */
interface Probe extends Row {
  readonly filling: string;
}
const PROBE: Probe = { _id: 'probe', filling: 'x'.repeat(16_384) };

/** The same database, watched; its ping() rejects as long as it is away. `written` is told of each write that succeeded. */
export function watchDatabase(
  opened: OpenedDatabase,
  log: Logger,
  written: (collection: string) => void = () => {},
): WatchedDatabase {
  const outage = new Outage(opened, log);
  return {
    db: aroundDatabase(opened.db, async (operation, run) => {
      const result = await outage.watch(() => limited(operation, run));
      if (operation.isWrite) written(operation.collection);
      return result;
    }),
    ping: () => outage.ping(),
    whenBack: (act) => outage.whenBack(act),
    close: async () => {
      outage.stop();
      await opened.close();
    },
  };
}

/** Given up, it may still happen: what is asked next must not rely on either. */
async function limited<R>({ method }: Operation, run: () => Promise<R>): Promise<R> {
  if (!SHORT.has(method)) return await run();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseStalled(`no answer to ${method} within ${SHORT_MS} ms`)), SHORT_MS);
  });
  return await Promise.race([run(), late]).finally(() => clearTimeout(timer));
}

class Outage {
  readonly #opened: OpenedDatabase;
  readonly #limited: Database;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #goOn: () => void = () => {};
  #isOn = false;
  #endedMs = Number.NEGATIVE_INFINITY;
  #relapses = 0;
  #aftermath: NodeJS.Timeout | undefined;

  constructor(opened: OpenedDatabase, log: Logger) {
    this.#opened = opened;
    this.#limited = aroundDatabase(opened.db, limited);
    this.#log = log;
  }

  async watch<R>(run: () => Promise<R>): Promise<R> {
    const startedMs = performance.now();
    try {
      return await run();
    } catch (error) {
      if (isUnavailable(error)) this.#note(error as Error, startedMs);
      throw error;
    }
  }

  async ping(): Promise<void> {
    if (this.#isOn) throw new Error('the database is away');
    await this.watch(() => this.#opened.ping());
  }

  whenBack(act: () => void): void {
    this.#goOn = act;
  }

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#aftermath);
  }

  #note(error: Error, startedMs: number): void {
    if (this.#isOn || this.#stopping.signal.aborted) return;
    if (startedMs < this.#endedMs) {
      clearTimeout(this.#aftermath);
      this.#aftermath = setTimeout(() => this.#goOn(), AFTERMATH_MS).unref();
      return;
    }
    this.#isOn = true;
    this.#relapses = performance.now() - this.#endedMs < RELAPSE_MS ? this.#relapses + 1 : 0;
    const about = { error: error.name, reason: error.message };
    this.#log.error(about, 'the database is away: requests get 503, work waits until it is back');
    void this.#waitForEnd(performance.now());
  }

  async #waitForEnd(sinceMs: number): Promise<void> {
    let pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#relapses, LONGEST_RELAPSE_PAUSE_MS);
    const { signal } = this.#stopping;
    for (;;) {
      await wait(pause, null, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      if (await this.#isBack()) break;
      pause = Math.max(pause, Math.min(pause * 2, LONGEST_PAUSE_MS));
    }
    if (signal.aborted) return;
    this.#isOn = false;
    this.#endedMs = performance.now();
    this.#log.warn({ awayMs: Math.round(this.#endedMs - sinceMs) }, 'the database is back: work goes on');
    this.#goOn();
  }

  async #isBack(): Promise<boolean> {
    const probes = this.#limited.collection<Probe>('probes');
    try {
      // Another process may be at the same: whoever comes second learns as much.
      await probes.deleteOne({ _id: PROBE._id });
      await probes.insertOne(PROBE);
      await probes.deleteOne({ _id: PROBE._id });
      return true;
    } catch (error) {
      return !isUnavailable(error);
    }
  }
}
