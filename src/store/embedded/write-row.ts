/**
 * Puts one document into its table, with its keys in columns and side tables. Runs inside a transaction (write-queue.ts).
 */
import type { Row } from '../collection.ts';
import type { Column, Table } from './catalog.ts';
import type { Connection } from './connection.ts';
import { arrayInUnique, ensureTable, makeMany, type Schema } from './create-index.ts';
import { encodeDocument } from './encode-document.ts';
import { isSameKey, type Key } from './encode-key.ts';
import { columnKey, hasMany, sideKeys } from './keys-of.ts';
import { DuplicateKeyError, isConstraint } from './store-error.ts';

/** A document as the file has it. */
export interface Stored {
  readonly n: number;
  readonly text: string;
  readonly document: Row & Record<string, unknown>;
}

/** Inserts a document; throws DuplicateKeyError when its _id or a unique key is there already. */
export function insertRow(
  schema: Schema,
  collection: string,
  { document: row, text }: { document: Row; text: string },
): void {
  const table = withSides(schema, ensureTable(schema, collection), row);
  const keys = table.columns.map((column) => columnKey(column, row));
  refuseTakenIn(table, () => {
    const { lastInsertRowid: n } = schema.connection.run(table.insertSql, row._id, text, ...keys);
    for (const column of table.columns) {
      if (column.side !== null) insertSide(schema.connection, column.side, { n, keys: sideKeys(column, row) });
    }
  });
}

/** Replaces a document by a changed one; only columns whose key differs are touched. Returns the text now stored. */
export function replaceRow(schema: Schema, current: Table, { old, changed }: { old: Stored; changed: Row }): string {
  const text = encodeDocument(changed);
  if (text === old.text) return text;
  const table = withSides(schema, current, changed);
  const { connection } = schema;
  const moved = table.columns
    .map((column) => ({ column, key: columnKey(column, changed) }))
    .filter(({ column, key }) => !isSameKey(key, columnKey(column, old.document)));
  refuseTakenIn(table, () => {
    const set = ['doc = ?', ...moved.map(({ column }) => `${column.sql} = ?`)].join(', ');
    connection.run(`UPDATE ${table.sql} SET ${set} WHERE n = ?`, text, ...moved.map(({ key }) => key), old.n);
    for (const column of table.columns) replaceSide(connection, column, { old, changed });
  });
  return text;
}

export function deleteRow({ connection }: Schema, table: Table, n: number): void {
  connection.run(`DELETE FROM ${table.sql} WHERE n = ?`, n);
  for (const { side } of table.columns) {
    if (side !== null) connection.run(`DELETE FROM ${side} WHERE n = ?`, n);
  }
}

function withSides(schema: Schema, table: Table, document: Row): Table {
  let current = table;
  for (const column of table.columns) {
    if (!hasMany(column, document)) continue;
    if (column.isUniqueWithOthers) throw arrayInUnique(table.name, column.path);
    if (column.side === null) current = makeMany(schema, current, column);
  }
  return current;
}

function insertSide(connection: Connection, side: string, { n, keys }: { n: number; keys: readonly Key[] }): void {
  for (const key of keys) connection.run(`INSERT INTO ${side} VALUES (?, ?)`, key, n);
}

function replaceSide(connection: Connection, column: Column, { old, changed }: { old: Stored; changed: Row }): void {
  if (column.side === null) return;
  const before = sideKeys(column, old.document);
  const keys = sideKeys(column, changed);
  if (before.length === keys.length && before.every((key, i) => isSameKey(key, keys[i] ?? ''))) return;
  if (before.length > 0) connection.run(`DELETE FROM ${column.side} WHERE n = ?`, old.n);
  insertSide(connection, column.side, { n: old.n, keys });
}

function refuseTakenIn<R>(table: Table, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw isConstraint(error) ? new DuplicateKeyError(table.name, indexNamedIn(error as Error, table)) : error;
  }
}

/** SQLite names the columns ('UNIQUE constraint failed: t.f_state, t.f_kind'); callers know the index by its name. */
function indexNamedIn(error: Error, table: Table): string {
  const paths = error.message
    .slice(error.message.indexOf(': ') + 2)
    .split(', ')
    .map((column) => column.slice(table.name.length + 1).replace(/^f_/, ''));
  const index = table.indexes.find(({ keys }) => Object.keys(keys).join() === paths.join());
  return index?.name ?? '_id_';
}
