/**
 * Puts one document into its table, with its keys in columns and side tables. Runs inside a transaction (write-queue.ts).
 */
import type { Row } from '../collection.ts';
import type { Column, Table } from './catalog.ts';
import type { Connection } from './connection.ts';
import { arrayInUnique, ensureTable, makeMany, type Schema } from './create-index.ts';
import { encodeDocument } from './encode-document.ts';
import { isSameKey, type Key, NOTHING } from './encode-key.ts';
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
  const sides = table.columns.flatMap((column) =>
    column.side === null ? [] : [{ side: column.side, values: sideKeys(column, row) }],
  );
  if (sides.some(({ values }) => values.length > 0)) schema.guard();
  refuseTakenIn(table, () => {
    const { lastInsertRowid: n } = schema.connection.run(table.insertSql, row._id, text, ...keys);
    for (const { side, values } of sides) insertSide(schema.connection, side, { n, keys: values });
  });
}

/**
 * Whether a document that is refused leaves nothing behind by itself: nothing has to be made first, and what goes beside it
 * goes in after its own statement and cannot be refused.
 */
export function undoesItself(table: Table | null, document: Row): boolean {
  if (!table) return false;
  return table.columns.every((column) => {
    if (column.side === null) return !hasMany(column, document);
    return !column.isUnique || sideKeys(column, document).length === 0;
  });
}

/** What a column of a document holds before a change. */
export interface Standing {
  readonly path: string;
  readonly key: Key;
  /** The values in the side table, or that will be there when it is made; see makeMany(). */
  readonly values: readonly Key[];
}

/** The keys of a document on the columns below these fields. */
export function keysOn(table: Table, document: Row, fields: ReadonlySet<string>): readonly Standing[] {
  const touched = table.columns.filter(({ segments }) => fields.has(segments[0] ?? ''));
  return touched.map((column) => {
    const key = columnKey(column, document);
    const values = column.side === null ? [key].filter((one) => one !== NOTHING) : sideKeys(column, document);
    return { path: column.path, key, values };
  });
}

export interface Replacing {
  readonly n: number;
  readonly text: string;
  /** Of the columns that may change, before the change. */
  readonly keys: readonly Standing[];
  readonly changed: Row;
}

/** Replaces a document by a changed one; only columns whose key differs are touched. Returns the text now stored. */
export function replaceRow(schema: Schema, current: Table, { n, text: before, keys, changed }: Replacing): string {
  const text = encodeDocument(changed);
  if (text === before) return text;
  const table = withSides(schema, current, changed);
  const { connection } = schema;
  const touched = keys.map((old) => {
    const column = table.columnAt.get(old.path) as Column;
    return {
      column,
      old,
      key: columnKey(column, changed),
      values: column.side === null ? [] : sideKeys(column, changed),
    };
  });
  const moved = touched.filter(({ key, old }) => !isSameKey(key, old.key));
  const resided = touched.filter(({ column, old, values }) => column.side !== null && !isSameList(old.values, values));
  if (resided.length > 0) schema.guard();
  refuseTakenIn(table, () => {
    const set = ['doc = ?', ...moved.map(({ column }) => `${column.sql} = ?`)].join(', ');
    connection.run(`UPDATE ${table.sql} SET ${set} WHERE n = ?`, text, ...moved.map(({ key }) => key), n);
    for (const { column, old, values } of resided)
      replaceSide(connection, column.side ?? '', { n, old: old.values, values });
  });
  return text;
}

function isSameList(a: readonly Key[], b: readonly Key[]): boolean {
  return a.length === b.length && a.every((key, i) => isSameKey(key, b[i] ?? ''));
}

export function deleteRow(schema: Schema, table: Table, n: number): void {
  const { connection } = schema;
  if (table.columns.some(({ side }) => side !== null)) schema.guard();
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

interface Residing {
  readonly n: number;
  readonly old: readonly Key[];
  readonly values: readonly Key[];
}

function replaceSide(connection: Connection, side: string, { n, old, values }: Residing): void {
  if (old.length > 0) connection.run(`DELETE FROM ${side} WHERE n = ?`, n);
  insertSide(connection, side, { n, keys: values });
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
