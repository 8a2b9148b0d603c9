/**
 * Updates and deletes: find the rows, change them, all inside the caller's transaction.
 */
import type { Filter, Sort, Update } from '../collection.ts';
import { applyUpdate } from './apply-update.ts';
import { ensureTable, type Schema } from './create-index.ts';
import { toText } from './insert-rows.ts';
import { planFilter } from './plan-query.ts';
import { findRows, type Question } from './read-rows.ts';
import { upserted } from './upserted.ts';
import { deleteRow, insertRow, keysOn, replaceRow, type Stored } from './write-row.ts';

export interface Change {
  readonly filter: Filter;
  readonly update: Update;
  readonly sort?: Sort;
  readonly upsert?: boolean;
}

/** The stored texts; null where there was, or is, no document. */
export interface Changed {
  readonly before: string | null;
  readonly after: string | null;
}

/** Changes the first row the filter means, or creates it when asked to. */
export function changeOne(schema: Schema, collection: string, change: Change): Changed {
  const { filter, update, sort = {}, upsert = false } = change;
  const [row] = findStored(schema, collection, { filter, sort, limit: 1 });
  if (row) return { before: row.text, after: changeRow(schema, collection, { row, update }) };
  if (!upsert) return { before: null, after: null };
  const document = upserted(filter, update);
  const text = toText(document);
  insertRow(schema, collection, { text, document });
  return { before: null, after: text };
}

/** Changes every row the filter means. */
export function changeAll(schema: Schema, collection: string, { filter, update }: Change): readonly Changed[] {
  // All are found before the first is changed: a change may move a row to where the walk would meet it again.
  const rows = findStored(schema, collection, { filter });
  if (rows.length > 1) schema.guard();
  return rows.map((row) => {
    return { before: row.text, after: changeRow(schema, collection, { row, update }) };
  });
}

/** Deletes the rows a question means; returns how many. */
export function deleteRows(schema: Schema, collection: string, question: Question): number {
  const unread = deleteUnread(schema, collection, question);
  if (unread !== null) return unread;
  const rows = findStored(schema, collection, question);
  if (rows.length > 1) schema.guard();
  for (const { n } of rows) deleteRow(schema, ensureTable(schema, collection), n);
  return rows.length;
}

/** Where the columns alone tell which rows those are, and no side table has a part of them: without reading one. Else null. */
function deleteUnread({ connection, catalog }: Schema, collection: string, { filter, limit }: Question): number | null {
  const table = catalog.find(collection);
  if (!table || limit || table.columns.some(({ side }) => side !== null)) return null;
  const where = planFilter(table, filter);
  return where.isExact ? connection.run(`DELETE FROM ${table.sql} WHERE ${where.sql}`, ...where.values).changes : null;
}

function findStored({ connection, catalog }: Schema, collection: string, question: Question): Stored[] {
  const table = catalog.find(collection);
  return table ? findRows(connection, table, question) : [];
}

function changeRow(schema: Schema, collection: string, { row, update }: { row: Stored; update: Update }): string {
  const table = ensureTable(schema, collection);
  const { document, n, text } = row;
  const { _id } = document;
  const keys = keysOn(table, document, fieldsOf(update));
  applyUpdate(document, update, { isNew: false });
  // Code 66, ImmutableField: mongodb.com/docs/manual/reference/error-codes.
  if (document._id !== _id) throw Object.assign(new Error('the _id cannot be changed'), { code: 66 });
  return replaceRow(schema, table, { n, text, keys, changed: document });
}

/** The fields an update touches, by their first name: only columns below them can change. */
function fieldsOf(update: Update): ReadonlySet<string> {
  const paths = Object.entries(update).flatMap(([operator, operands]) =>
    operator === '$rename' ? Object.entries(operands as object).flat() : Object.keys(operands as object),
  );
  return new Set(paths.map((path) => String(path).split('.', 1)[0] ?? ''));
}
