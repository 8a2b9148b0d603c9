/**
 * What a collection can ask the writing thread to do. Everything in and out is plain data, since it crosses threads:
 * documents as stored text, errors packed (store-error.ts).
 */
import type { Filter } from '../collection.ts';
import { type Change, type Changed, changeAll, changeOne, deleteRows } from './change-rows.ts';
import { createIndex, type Schema, type Wanted } from './create-index.ts';
import { decodeDocument } from './encode-document.ts';
import { insertRows, type Refused } from './insert-rows.ts';
import type { Question } from './read-rows.ts';
import { insertRow } from './write-row.ts';

interface Touched {
  readonly matched: number;
  readonly modified: number;
  readonly upserted: number;
}

/** Each runs inside a transaction, on the collection named, and throws what the caller shall hear. */
export const OPERATIONS = {
  insertOne: (schema: Schema, collection: string, text: string): void =>
    insertRow(schema, collection, { text, document: decodeDocument(text) }),

  insertMany: (schema: Schema, collection: string, batch: { texts: readonly string[]; ordered: boolean }): Refused =>
    insertRows(schema, collection, batch),

  updateOne: (schema: Schema, collection: string, change: Change): Touched => {
    const { before, after } = changeOne(schema, collection, change);
    if (before === null) return { matched: 0, modified: 0, upserted: after === null ? 0 : 1 };
    return { matched: 1, modified: before === after ? 0 : 1, upserted: 0 };
  },

  updateMany: (schema: Schema, collection: string, change: Change): Touched => {
    const changed = changeAll(schema, collection, change);
    const modified = changed.filter(({ before, after }) => before !== after).length;
    return { matched: changed.length, modified, upserted: 0 };
  },

  findOneAndUpdate: (schema: Schema, collection: string, change: Change): Changed =>
    changeOne(schema, collection, change),

  delete: (schema: Schema, collection: string, question: Question & { filter: Filter }): number =>
    deleteRows(schema, collection, question),

  createIndex: (schema: Schema, collection: string, wanted: Wanted): string => createIndex(schema, collection, wanted),
};

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Operand<N extends OperationName> = Parameters<Operations[N]>[2];
export type Result<N extends OperationName> = ReturnType<Operations[N]>;
