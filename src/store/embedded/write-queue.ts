/**
 * Writes in order, together: what arrives before the loop turns shares one transaction and one disk flush (group commit),
 * and every caller hears of it only after COMMIT has returned. An operation of several statements has a savepoint of its
 * own (Schema.guard), so a refused one leaves no trace and does not disturb its neighbours.
 *
 * A batch runs from BEGIN to COMMIT without letting go of the thread. So reads, which do not queue, never meet a batch half
 * done: they see what is committed, by this process or another. Who wants to read his own write waits for it first, as
 * with MongoDB.
 */
import type { Schema } from './create-index.ts';
import { whileBusy } from './while-busy.ts';

interface Task {
  readonly work: () => unknown;
  readonly settle: (outcome: Outcome) => void;
}

type Outcome = { readonly done: unknown } | { readonly failed: unknown };

/** Bounds how long one batch keeps the thread; the others follow at the next turn of the loop. */
const LARGEST_BATCH = 500;

export class WriteQueue {
  readonly #schema: Schema;
  #isGuarded = false;
  #waiting: Task[] = [];
  #running: Promise<void> | null = null;

  constructor({ connection, catalog }: Pick<Schema, 'connection' | 'catalog'>) {
    const guard = () => {
      if (this.#isGuarded) return;
      connection.run('SAVEPOINT operation');
      this.#isGuarded = true;
    };
    this.#schema = { connection, catalog, guard };
  }

  /** For the work of this queue, inside a transaction. */
  get schema(): Schema {
    return this.#schema;
  }

  /** Runs the work inside a transaction; settles when its outcome is on the disk. */
  add<R>(work: () => R): Promise<R> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome) => ('done' in outcome ? resolve(outcome.done as R) : reject(outcome.failed));
      this.#waiting.push({ work, settle });
      this.#running ??= this.#drain();
    });
  }

  /** Settles when everything that waited is written. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#waiting.splice(0, LARGEST_BATCH);
      await this.#write(batch);
    }
    this.#running = null;
  }

  async #write(batch: readonly Task[]): Promise<void> {
    const { connection } = this.#schema;
    try {
      const outcomes = await whileBusy(() => {
        connection.run('BEGIN IMMEDIATE');
        return this.#commit(batch);
      });
      for (const [i, task] of batch.entries()) task.settle(outcomes[i] ?? { failed: new Error('no outcome') });
    } catch (failed) {
      // What was asked for later may stand only on what was asked for before: it fails with it (Database.keepsOrder).
      for (const task of [...batch, ...this.#waiting.splice(0)]) task.settle({ failed });
    }
  }

  #commit(batch: readonly Task[]): Outcome[] {
    const { connection, catalog } = this.#schema;
    try {
      catalog.refresh();
      const outcomes = batch.map((task) => this.#attempt(task));
      connection.run('COMMIT');
      return outcomes;
    } catch (error) {
      // A full disk or the like: SQLite may have rolled back by itself already.
      if (connection.isInTransaction) connection.run('ROLLBACK');
      catalog.refresh();
      throw error;
    }
  }

  #attempt(task: Task): Outcome {
    const { connection, catalog } = this.#schema;
    this.#isGuarded = false;
    try {
      const done = task.work();
      if (this.#isGuarded) connection.run('RELEASE operation');
      return { done };
    } catch (failed) {
      if (!connection.isInTransaction) throw failed;
      if (this.#isGuarded) {
        connection.run('ROLLBACK TO operation');
        connection.run('RELEASE operation');
        catalog.refresh();
      }
      return { failed };
    }
  }
}
