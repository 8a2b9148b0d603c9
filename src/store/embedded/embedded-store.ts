/**
 * One open file: a connection and a catalog for reading, and the way to the thread that writes. The file's checks are in
 * open-embedded.ts; what can be asked of a collection in embedded-collection.ts.
 */
import { Catalog, type Table } from './catalog.ts';
import { Connection } from './connection.ts';
import type { Operand, OperationName, Result } from './operations.ts';
import { type Question, readRows, type Step } from './read-rows.ts';
import { explain } from './store-error.ts';
import { whileBusy } from './while-busy.ts';
import type { Stored } from './write-row.ts';
import type { Writer } from './writer.ts';

/** Rows looked at between two turns of the event loop in a long walk: about a millisecond. */
const STEPS_A_TURN = 64;
/** A question that takes longer starts again as a walk. */
const QUICK_MS = 10;

export class EmbeddedStore {
  readonly connection: Connection;
  readonly catalog: Catalog;
  readonly #writer: Writer;
  #isClosed = false;

  constructor(connection: Connection, writer: Writer) {
    this.connection = connection;
    this.catalog = new Catalog(connection);
    this.catalog.refresh();
    this.#writer = writer;
  }

  /** Does it in the next batch of writes; settles when it is on the disk. */
  async write<N extends OperationName>(name: N, collection: string, operand: Operand<N>): Promise<Result<N>> {
    this.#refuseClosed();
    return await this.#writer.write(name, collection, operand);
  }

  /** Runs the work at once, on what is committed. The table is null when nobody has written to the collection yet. */
  async read<R>(collection: string, work: (table: Table | null) => R): Promise<R> {
    this.#refuseClosed();
    const { catalog, connection } = this;
    try {
      return await whileBusy(() => {
        for (;;) {
          // Another process may have added an index or the first array meanwhile: then the plan was made on old facts.
          const { result, isCurrent } = connection.atOnce(() => {
            return { result: work(catalog.find(collection)), isCurrent: !catalog.refresh() };
          });
          if (isCurrent) return result;
        }
      });
    } catch (error) {
      throw explain(error, connection.file);
    }
  }

  /** All rows of a question: at one go when that is quick, else little by little, so that others get their turn. */
  async find(collection: string, question: Question): Promise<readonly Stored[]> {
    const { connection } = this;
    const quick = await this.read(collection, (table) => {
      return table ? takeWhileQuick(readRows(connection, table, question)) : [];
    });
    if (quick) return quick;
    const rows: Stored[] = [];
    for await (const row of this.walk(collection, question)) rows.push(row);
    return rows;
  }

  /** Rows one by one for a long walk: a connection of its own keeps to what was committed when the walk began. */
  async *walk(collection: string, question: Question): AsyncGenerator<Stored> {
    this.#refuseClosed();
    const connection = new Connection(this.connection.file, { readOnly: true });
    try {
      await whileBusy(() => connection.exec('BEGIN; SELECT 1 FROM _collections'));
      const catalog = new Catalog(connection);
      catalog.refresh();
      const table = catalog.find(collection);
      if (!table) return;
      let steps = 0;
      for (const row of readRows(connection, table, question)) {
        if (row !== null) yield row;
        if (++steps % STEPS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      throw explain(error, connection.file);
    } finally {
      connection.close();
    }
  }

  /** Lets running writes end, then closes the file. Closing twice is fine. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writer.close();
    this.connection.close();
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new Error('the store is closed');
  }
}

/** The rows, or null when it is taking too long. */
function takeWhileQuick(steps: Iterable<Step> | readonly Stored[]): readonly Stored[] | null {
  if (Array.isArray(steps)) return steps;
  const until = performance.now() + QUICK_MS;
  const rows: Stored[] = [];
  let count = 0;
  for (const step of steps) {
    if (step !== null) rows.push(step);
    if (++count % STEPS_A_TURN === 0 && performance.now() > until) return null;
  }
  return rows;
}
