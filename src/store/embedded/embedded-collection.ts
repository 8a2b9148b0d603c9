/**
 * MongoDB's Collection on the embedded store. Every write is one transaction and says what it did once that is on the
 * disk; documents handed in and out are copies.
 */
import type { Collection, Cursor, Filter, FindOptions, Keys, Row, Sort, Update, Updated } from '../collection.ts';
import { finishAggregation, planAggregation } from './aggregate-rows.ts';
import { checkUpdate } from './apply-update.ts';
import type { Change } from './change-rows.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { copyOf, decodeDocument } from './encode-document.ts';
import { toText } from './insert-rows.ts';
import type { Result } from './operations.ts';
import { project } from './project.ts';
import { countRows, type Question } from './read-rows.ts';
import { BulkWriteError } from './store-error.ts';

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
    const { connection } = this.#store;
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
    const insertedId = row._id;
    await this.#store.write('insertOne', this.#name, toText(row));
    return { acknowledged: true, insertedId };
  }

  async insertMany(
    rows: readonly T[],
    options: { ordered?: boolean } = {},
  ): Promise<{ readonly insertedCount: number }> {
    const batch = { texts: rows.map(toText), ordered: options.ordered ?? true };
    const { inserted, refused } = await this.#store.write('insertMany', this.#name, batch);
    const [first, ...others] = refused;
    if (first) throw new BulkWriteError([first, ...others], inserted);
    return { insertedCount: inserted };
  }

  async updateOne(filter: Filter, update: Update, options: { upsert?: boolean } = {}): Promise<Updated> {
    return toUpdated(await this.#store.write('updateOne', this.#name, toChange({ ...options, filter, update })));
  }

  async updateMany(filter: Filter, update: Update): Promise<Updated> {
    return toUpdated(await this.#store.write('updateMany', this.#name, toChange({ filter, update })));
  }

  async findOneAndUpdate(
    filter: Filter,
    update: Update,
    options: { returnDocument: 'before' | 'after'; sort?: Sort; upsert?: boolean },
  ): Promise<T | null> {
    const change = toChange({ ...options, filter, update });
    const changed = await this.#store.write('findOneAndUpdate', this.#name, change);
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
    return await this.#store.write('createIndex', this.#name, { keys: { ...keys }, ...options });
  }

  async #delete(question: Question): Promise<{ readonly deletedCount: number }> {
    const checked = { ...question, filter: checkedFilter(question.filter) };
    return { deletedCount: await this.#store.write('delete', this.#name, checked) };
  }

  async #read(question: Question): Promise<T[]> {
    const rows = await this.#store.find(this.#name, question);
    return rows.map(({ document }) => project(document, question.projection) as T);
  }
}

function toUpdated({ matched, modified, upserted }: Result<'updateOne'>): Updated {
  return { matchedCount: matched, modifiedCount: modified, upsertedCount: upserted };
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
