/** Puts one function around every operation of a database: watch-database.ts notes there which of them fail. */
import type { Collection, Cursor, Database, Filter, FindOptions, Row, Update, Updated } from './collection.ts';

export interface Operation {
  readonly collection: string;
  /** Name of the method, such as 'updateOne'. */
  readonly method: string;
  readonly isWrite: boolean;
}

/** Runs an operation, or decides otherwise; what it resolves with or throws is what the caller gets. */
export type Around = <R>(operation: Operation, run: () => Promise<R>) => Promise<R>;

/** The same database, asked through `around`. */
export function aroundDatabase(db: Database, around: Around): Database {
  const collection = <T extends Row>(name: string) => new Surrounded<T>(db.collection<T>(name), name, around);
  return { collection, ...(db.keepsOrder && { keepsOrder: true }) };
}

class Surrounded<T extends Row> implements Collection<T> {
  readonly #inner: Collection<T>;
  readonly #name: string;
  readonly #around: Around;

  constructor(inner: Collection<T>, name: string, around: Around) {
    this.#inner = inner;
    this.#name = name;
    this.#around = around;
  }

  find(filter: Filter, options?: FindOptions): Cursor<T> {
    const rows = () => this.#inner.find(filter, options);
    const toArray = () => this.#read('find', () => rows().toArray());
    // One by one: each step is an operation of its own, since a walk may take long.
    const next = (walk: AsyncIterator<T>) => this.#read('find', () => walk.next());
    const step = async function* () {
      const walk = rows()[Symbol.asyncIterator]();
      try {
        for (let at = await next(walk); !at.done; at = await next(walk)) yield at.value;
      } finally {
        await walk.return?.();
      }
    };
    return { toArray, [Symbol.asyncIterator]: step };
  }

  findOne(filter: Filter, options?: FindOptions): Promise<T | null> {
    return this.#read('findOne', () => this.#inner.findOne(filter, options));
  }

  countDocuments(filter: Filter): Promise<number> {
    return this.#read('countDocuments', () => this.#inner.countDocuments(filter));
  }

  aggregate<R extends object = Record<string, unknown>>(pipeline: Update[]): { toArray(): Promise<R[]> } {
    return { toArray: () => this.#read('aggregate', () => this.#inner.aggregate<R>(pipeline).toArray()) };
  }

  insertOne(row: T): Promise<unknown> {
    return this.#write('insertOne', () => this.#inner.insertOne(row));
  }

  insertMany(rows: readonly T[], options?: { ordered?: boolean }): Promise<unknown> {
    return this.#write('insertMany', () => this.#inner.insertMany(rows, options));
  }

  updateOne(filter: Filter, update: Update, options?: { upsert?: boolean }): Promise<Updated> {
    return this.#write('updateOne', () => this.#inner.updateOne(filter, update, options));
  }

  updateMany(filter: Filter, update: Update): Promise<Updated> {
    return this.#write('updateMany', () => this.#inner.updateMany(filter, update));
  }

  findOneAndUpdate(
    filter: Filter,
    update: Update,
    options: Parameters<Collection<T>['findOneAndUpdate']>[2],
  ): Promise<T | null> {
    return this.#write('findOneAndUpdate', () => this.#inner.findOneAndUpdate(filter, update, options));
  }

  deleteOne(filter: Filter): Promise<{ readonly deletedCount: number }> {
    return this.#write('deleteOne', () => this.#inner.deleteOne(filter));
  }

  deleteMany(filter: Filter): Promise<{ readonly deletedCount: number }> {
    return this.#write('deleteMany', () => this.#inner.deleteMany(filter));
  }

  createIndex(
    keys: Parameters<Collection<T>['createIndex']>[0],
    options?: Parameters<Collection<T>['createIndex']>[1],
  ): Promise<string> {
    return this.#write('createIndex', () => this.#inner.createIndex(keys, options));
  }

  #read<R>(method: string, run: () => Promise<R>): Promise<R> {
    return this.#around({ collection: this.#name, method, isWrite: false }, run);
  }

  #write<R>(method: string, run: () => Promise<R>): Promise<R> {
    return this.#around({ collection: this.#name, method, isWrite: true }, run);
  }
}
