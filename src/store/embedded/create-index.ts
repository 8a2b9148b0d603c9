/**
 * Makes tables, columns and indexes. All of it happens inside the caller's transaction, so a process that dies half way
 * leaves the file as it was. Which ones there are: catalog.ts.
 */
import type { Keys, Row } from '../collection.ts';
import { type Catalog, type Column, quote, type Table } from './catalog.ts';
import type { Connection } from './connection.ts';
import { decodeDocument } from './encode-document.ts';
import { NOTHING_IN_SQL } from './encode-key.ts';
import { columnKey, hasMany, sideKeys } from './keys-of.ts';
import { DuplicateKeyError, isConstraint } from './store-error.ts';

export interface Schema {
  readonly connection: Connection;
  readonly catalog: Catalog;
  /**
   * To be called before an operation makes its first of several statements: if a later one is refused, all are undone. One
   * statement alone undoes itself (sqlite.org/lang_conflict.html, ABORT).
   */
  guard(): void;
}

/** The table of a collection, made when this is the first anybody hears of it. */
export function ensureTable(schema: Schema, name: string): Table {
  const { connection, catalog } = schema;
  const known = catalog.find(name);
  if (known) return known;
  schema.guard();
  if (!/^[A-Za-z][\w-]*$/.test(name)) throw new TypeError(`not a collection name: ${name}`);
  connection.exec(`CREATE TABLE ${quote(name)} (n INTEGER PRIMARY KEY, _id NOT NULL UNIQUE, doc TEXT NOT NULL)`);
  connection.run('INSERT INTO _collections VALUES (?)', name);
  catalog.refresh();
  return getTable(catalog, name);
}

export interface Wanted {
  readonly keys: Keys;
  readonly unique?: boolean;
  readonly name?: string;
}

/** Like MongoDB's createIndex: nothing happens when it is there; the name is made of the keys. */
export function createIndex(schema: Schema, collection: string, wanted: Wanted): string {
  const { keys, name = Object.entries(keys).flat().join('_'), unique: isUnique = false } = wanted;
  schema.guard();
  const existing = ensureTable(schema, collection).indexes.find((index) => index.name === name);
  if (existing) {
    if (JSON.stringify(existing.keys) === JSON.stringify(keys) && existing.isUnique === isUnique) return name;
    throw new Error(`collection ${collection} already has another index named ${name}: drop it or choose another name`);
  }
  for (const path of Object.keys(keys)) addColumn(schema, collection, path);
  const { connection, catalog } = schema;
  connection.run('INSERT INTO _indexes VALUES (?, ?, ?, ?)', collection, name, JSON.stringify(keys), isUnique ? 1 : 0);
  const columns = Object.entries(keys).map(([path, direction]) => {
    return `${path === '_id' ? '_id' : quote(`f_${path}`)} ${direction === -1 ? 'DESC' : 'ASC'}`;
  });
  const sqlName = quote(`${collection}(${name})`);
  refuseTaken(collection, name, () => {
    connection.exec(
      `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${sqlName} ON ${quote(collection)} (${columns.join(', ')})`,
    );
    catalog.refresh();
    for (const column of getTable(catalog, collection).columns) {
      if (isUnique && column.side !== null && column.path in keys) makeSideUnique(schema, collection, column);
    }
  });
  return name;
}

/** Moves a path to a side table when the first array turns up on it. */
export function makeMany(schema: Schema, table: Table, column: Column): Table {
  const { connection, catalog } = schema;
  const side = quote(`${table.name}[${column.path}]`);
  schema.guard();
  connection.exec(`
    CREATE TABLE ${side} (v NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (v, n)) WITHOUT ROWID;
    CREATE INDEX ${quote(`${table.name}[${column.path}](n)`)} ON ${side} (n)`);
  connection.exec(
    `INSERT INTO ${side} SELECT ${column.sql}, n FROM ${table.sql} WHERE ${column.sql} > ${NOTHING_IN_SQL}`,
  );
  connection.run('UPDATE _paths SET many = 1 WHERE collection = ? AND path = ?', table.name, column.path);
  catalog.refresh();
  const moved = getTable(catalog, table.name);
  const many = moved.columnAt.get(column.path);
  if (many?.isUnique) makeSideUnique(schema, table.name, many);
  return moved;
}

function makeSideUnique({ connection, catalog }: Schema, collection: string, column: Column): void {
  if (column.isUniqueWithOthers) throw arrayInUnique(collection, column.path);
  connection.exec(
    `CREATE UNIQUE INDEX IF NOT EXISTS ${quote(`${collection}[${column.path}](v)`)} ON ${column.side} (v)`,
  );
  catalog.refresh();
}

/** Why an array is refused: other servers of the protocol do not agree on what such an index means. */
export function arrayInUnique(collection: string, path: string): Error {
  return new TypeError(`${collection}: the unique index over several fields cannot hold the array at ${path}`);
}

function addColumn(schema: Schema, collection: string, path: string): void {
  const { connection, catalog } = schema;
  if (getTable(catalog, collection).columnAt.has(path)) return;
  if (path.split('.').some((name) => name === '' || name.startsWith('$') || /^\d+$/.test(name))) {
    throw new TypeError(`not a path an index can have: ${path}`);
  }
  connection.exec(
    `ALTER TABLE ${quote(collection)} ADD COLUMN ${quote(`f_${path}`)} NOT NULL DEFAULT ${NOTHING_IN_SQL}`,
  );
  connection.run('INSERT INTO _paths VALUES (?, ?, 0)', collection, path);
  catalog.refresh();
  fillColumn(schema, collection, path);
}

function fillColumn(schema: Schema, collection: string, path: string): void {
  const { connection, catalog } = schema;
  // The walk sees its own updates at worst a second time: setting the same key again changes nothing.
  const sql = `SELECT n, doc FROM ${quote(collection)} WHERE n > ? ORDER BY n LIMIT 500`;
  for (let last = 0; ; ) {
    const rows = connection.all<{ n: number; doc: string }>(sql, last);
    for (const { n, doc } of rows) {
      fillRow(schema, getTable(catalog, collection), { n, document: decodeDocument(doc), path });
      last = n;
    }
    if (rows.length === 0) return;
  }
}

function fillRow(schema: Schema, table: Table, row: { n: number; document: Row; path: string }): void {
  const column = getColumn(table, row.path);
  const current = column.side === null && hasMany(column, row.document) ? makeMany(schema, table, column) : table;
  const { sql, side } = getColumn(current, row.path);
  schema.connection.run(`UPDATE ${table.sql} SET ${sql} = ? WHERE n = ?`, columnKey(column, row.document), row.n);
  if (side === null) return;
  for (const value of sideKeys(column, row.document))
    schema.connection.run(`INSERT INTO ${side} VALUES (?, ?)`, value, row.n);
}

/** Runs what may hit a unique index; says so in MongoDB's words. */
export function refuseTaken<R>(collection: string, index: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw isConstraint(error) ? new DuplicateKeyError(collection, index) : error;
  }
}

function getTable(catalog: Catalog, name: string): Table {
  const table = catalog.find(name);
  if (!table) throw new Error(`collection ${name} is missing in the catalog`);
  return table;
}

function getColumn(table: Table, path: string): Column {
  const column = table.columnAt.get(path);
  if (!column) throw new Error(`column ${path} is missing in ${table.name}`);
  return column;
}
