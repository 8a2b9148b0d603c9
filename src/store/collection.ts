/**
 * The part of MongoDB's driver that Sanwei uses, as types. The official driver's Db satisfies Database as it is; the
 * embedded engine implements it on node:sqlite. Only single-document atomicity and unique inserts may be relied on; which
 * operators every engine understands alike is written down, and tried, in test/promises/stores.
 */

/** Every record has a string _id: computed from what it follows from, or drawn by ids.ts. */
export interface Row {
  readonly _id: string;
}

/** A query in MongoDB's language. Loose on purpose: dotted paths and operators are checked by the promises, not by types. */
export type Filter = Readonly<Record<string, unknown>>;
export type Update = Readonly<Record<string, unknown>>;
export type Sort = Readonly<Record<string, 1 | -1>>;
export type Keys = Readonly<Record<string, 1 | -1>>;

export interface FindOptions {
  readonly sort?: Sort;
  readonly skip?: number;
  readonly limit?: number;
  readonly projection?: Readonly<Record<string, 0 | 1>>;
}

export interface Cursor<T> extends AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

export interface Updated {
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly upsertedCount: number;
}

export interface Collection<T extends Row> {
  find(filter: Filter, options?: FindOptions): Cursor<T>;
  findOne(filter: Filter, options?: FindOptions): Promise<T | null>;
  /** Throws an error with code 11000 when the _id or a unique index is taken; see isTaken(). */
  insertOne(row: T): Promise<unknown>;
  insertMany(rows: readonly T[], options?: { ordered?: boolean }): Promise<unknown>;
  updateOne(filter: Filter, update: Update, options?: { upsert?: boolean }): Promise<Updated>;
  updateMany(filter: Filter, update: Update): Promise<Updated>;
  findOneAndUpdate(
    filter: Filter,
    update: Update,
    options: { returnDocument: 'before' | 'after'; sort?: Sort; upsert?: boolean },
  ): Promise<T | null>;
  deleteOne(filter: Filter): Promise<{ readonly deletedCount: number }>;
  deleteMany(filter: Filter): Promise<{ readonly deletedCount: number }>;
  countDocuments(filter: Filter): Promise<number>;
  aggregate<R extends object = Record<string, unknown>>(pipeline: Update[]): { toArray(): Promise<R[]> };
  createIndex(keys: Keys, options?: { unique?: boolean; name?: string }): Promise<string>;
}

export interface Database {
  collection<T extends Row>(name: string): Collection<T>;
  /**
   * True when writes take effect in the order they were asked for, and none without those before it: then a write that must
   * come second need not wait for the first, and one flush of the disk serves both.
   */
  readonly keepsOrder?: boolean;
}

/** An index and the question it serves; declared beside the record it belongs to, created at start by ensure-indexes.ts. */
export interface IndexDeclaration {
  readonly collection: string;
  readonly keys: Keys;
  readonly unique?: boolean;
  /** The question, in words: 'which deliveries are due?' */
  readonly serves: string;
}
