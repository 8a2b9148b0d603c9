/**
 * MongoDB's Collection on the embedded store. Every write is one transaction and says what it did once that is on the
 * disk; documents handed in and out are copies.
 */
import type { Collection, Cursor, Filter, FindOptions, Keys, Row, Sort, Update, Updated } from '../collection.ts';
import { finishAggregation, planAggregation } from './aggregate-rows.ts';
import { checkUpdate } from './apply-update.ts';
import { type Change, changeAll, changeOne, deleteRows } from './change-rows.ts';
import { createIndex } from './create-index.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { copyOf, decodeDocument } from './encode-document.ts';
import { insertRows, toInsertable } from './insert-rows.ts';
import { project } from './project.ts';
import { countRows, type Question } from './read-rows.ts';
import { insertRow } from './write-row.ts';

export class EmbeddedCollection<T extends Row> implements Collection<T> {
  readonly #store: EmbeddedStore;
  readonly #name: string;

  constructor(store: EmbeddedStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  find(filter: Filter, options: FindOptions = {}): Cursor<T> {
    const question = { ...options, filter: checkedFilter(filter) };
    const walk = () => this.#store.walk(this.#name, question);
    return {
      toArray: () => this.#read(question),
      async *[Symbol.asyncIterator]() {
        for await (const { document } of walk()) yield project(document, options.projection) as T;
      },
    };
  }

  async findOne(filter: Filter, options: FindOptions = {}): Promise<T | null> {
    const [row] = await this.#read({ ...options, filter: checkedFilter(filter), limit: 1 });
    return row ?? null;
  }

  async countDocuments(filter: Filter): Promise<number> {
    const { connection } = this.#store.schema;
    const checked = checkedFilter(filter);
    const count = await this.#store.read(this.#name, (table) => (table ? countRows(connection, table, checked) : 0));
    return count ?? (await this.#store.find(this.#name, { filter: checked })).length;
  }

  aggregate<R extends object = Record<string, unknown>>(pipeline: Update[]): { toArray(): Promise<R[]> } {
    const { question, rest } = planAggregation(copyOf(pipeline));
    const toArray = async () => {
      const rows = await this.#store.find(this.#name, question);
      return finishAggregation(
        rows.map((row) => row.document),
        rest,
      ) as R[];
    };
    return { toArray };
  }

  async insertOne(row: T): Promise<{ readonly acknowledged: true; readonly insertedId: string }> {
    const insertable = toInsertable(row);
    await this.#store.write((schema) => insertRow(schema, this.#name, insertable));
    return { acknowledged: true, insertedId: insertable.document._id };
  }

  async insertMany(
    rows: readonly T[],
    options: { ordered?: boolean } = {},
  ): Promise<{ readonly insertedCount: number }> {
    const batch = { rows: rows.map(toInsertable), ordered: options.ordered ?? true };
    const outcome = await this.#store.write((schema) => insertRows(schema, this.#name, batch));
    if (typeof outcome !== 'number') throw outcome;
    return { insertedCount: outcome };
  }

  async updateOne(filter: Filter, update: Update, options: { upsert?: boolean } = {}): Promise<Updated> {
    const change = toChange({ ...options, filter, update });
    const { before, after } = await this.#store.write((schema) => changeOne(schema, this.#name, change));
    if (before === null) return { matchedCount: 0, modifiedCount: 0, upsertedCount: after === null ? 0 : 1 };
    return { matchedCount: 1, modifiedCount: before === after ? 0 : 1, upsertedCount: 0 };
  }

  async updateMany(filter: Filter, update: Update): Promise<Updated> {
    const change = toChange({ filter, update });
    const changed = await this.#store.write((schema) => changeAll(schema, this.#name, change));
    const modified = changed.filter(({ before, after }) => before !== after);
    return { matchedCount: changed.length, modifiedCount: modified.length, upsertedCount: 0 };
  }

  async findOneAndUpdate(
    filter: Filter,
    update: Update,
    options: { returnDocument: 'before' | 'after'; sort?: Sort; upsert?: boolean },
  ): Promise<T | null> {
    const change = toChange({ ...options, filter, update });
    const changed = await this.#store.write((schema) => changeOne(schema, this.#name, change));
    const text = changed[options.returnDocument];
    return text === null ? null : (decodeDocument(text) as Row as T);
  }

  deleteOne(filter: Filter): Promise<{ readonly deletedCount: number }> {
    return this.#delete({ filter, limit: 1 });
  }

  deleteMany(filter: Filter): Promise<{ readonly deletedCount: number }> {
    return this.#delete({ filter });
  }

  async createIndex(keys: Keys, options: { unique?: boolean; name?: string } = {}): Promise<string> {
    return this.#store.write((schema) => createIndex(schema, this.#name, { keys, ...options }));
  }

  async #delete(question: Question): Promise<{ readonly deletedCount: number }> {
    const checked = { ...question, filter: checkedFilter(question.filter) };
    return { deletedCount: await this.#store.write((schema) => deleteRows(schema, this.#name, checked)) };
  }

  async #read(question: Question): Promise<T[]> {
    const rows = await this.#store.find(this.#name, question);
    return rows.map(({ document }) => project(document, question.projection) as T);
  }
}

function toChange({ filter, update, ...options }: Change): Change {
  checkUpdate(update);
  return { ...options, filter: checkedFilter(filter), update: copyOf(update) };
}

/** A copy. undefined is refused: one engine would take it for null, another would drop the condition and match all. */
function checkedFilter(filter: Filter): Filter {
  for (const [field, wanted] of Object.entries(filter)) {
    const operands = typeof wanted === 'object' && wanted !== null ? Object.values(wanted) : [wanted];
    if (operands.includes(undefined)) throw new TypeError(`the filter's ${field} is undefined`);
  }
  return copyOf(filter);
}
