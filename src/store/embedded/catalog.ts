/**
 * What tables, columns and indexes the file has: read from the file, so that every process that opens it knows, and read
 * again when SQLite's schema version says that somebody changed something. How they come about: create-index.ts.
 *
 *   collection `releases`      table  "releases"(n, _id, doc, "f_state", "f_unposted._id", …)
 *   path with arrays           table  "releases[unposted._id]"(v, n): one row per value; the column says MANY
 */
import type { Keys } from '../collection.ts';
import type { Connection } from './connection.ts';

/** One indexed path of a collection. */
export interface Column {
  readonly path: string;
  readonly segments: readonly string[];
  /** The column's name in quotes. */
  readonly sql: string;
  /** The side table's name in quotes, once a document had an array on this path. */
  readonly side: string | null;
  /** A unique index over this path alone: no value may stand twice in the side table. */
  readonly isUnique: boolean;
  /** A unique index over this path and others, which arrays cannot join. */
  readonly isUniqueWithOthers: boolean;
}

export interface Index {
  readonly name: string;
  readonly keys: Keys;
  readonly isUnique: boolean;
}

export interface Table {
  readonly name: string;
  /** The table's name in quotes. */
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly columnAt: ReadonlyMap<string, Column>;
  readonly indexes: readonly Index[];
  readonly insertSql: string;
  readonly byIdSql: string;
}

export const CATALOG_SQL = `
  CREATE TABLE IF NOT EXISTS _collections (name TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS _paths (collection TEXT, path TEXT, many INTEGER, PRIMARY KEY (collection, path));
  CREATE TABLE IF NOT EXISTS _indexes (
    collection TEXT, name TEXT, keys TEXT, is_unique INTEGER, PRIMARY KEY (collection, name)
  );`;

/** A name as SQL takes it whatever characters are in it. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export class Catalog {
  readonly #connection: Connection;
  #version = -1;
  #tables = new Map<string, Table>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  find(name: string): Table | null {
    return this.#tables.get(name) ?? null;
  }

  /** Reads the catalog again if any process has changed the schema since; says whether it did. */
  refresh(): boolean {
    const version = this.#connection.schemaVersion();
    if (version === this.#version) return false;
    const names = this.#connection.all<{ name: string }>('SELECT name FROM _collections');
    this.#tables = new Map(names.map(({ name }) => [name, this.#read(name)]));
    this.#version = version;
    return true;
  }

  #read(name: string): Table {
    const indexes = this.#connection
      .all<{ name: string; keys: string; is_unique: number }>('SELECT * FROM _indexes WHERE collection = ?', name)
      .map((row): Index => ({ name: row.name, keys: JSON.parse(row.keys), isUnique: row.is_unique === 1 }));
    const unique = indexes.filter((index) => index.isUnique).map((index) => Object.keys(index.keys));
    const columns = this.#connection
      .all<{ path: string; many: number }>('SELECT path, many FROM _paths WHERE collection = ? ORDER BY path', name)
      .map(({ path, many }): Column => {
        return {
          path,
          segments: path.split('.'),
          sql: quote(`f_${path}`),
          side: many === 1 ? quote(`${name}[${path}]`) : null,
          isUnique: unique.some((paths) => paths.length === 1 && paths[0] === path),
          isUniqueWithOthers: unique.some((paths) => paths.length > 1 && paths.includes(path)),
        };
      });
    return {
      name,
      sql: quote(name),
      columns,
      columnAt: byPath(columns),
      indexes,
      insertSql: toInsertSql(name, columns),
      byIdSql: `SELECT n, doc FROM ${quote(name)} WHERE _id = ?`,
    };
  }
}

/** _id is a column like the others, filled by hand: always a string, never in a side table. */
const ID: Column = {
  path: '_id',
  segments: ['_id'],
  sql: '_id',
  side: null,
  isUnique: true,
  isUniqueWithOthers: false,
};

function byPath(columns: readonly Column[]): ReadonlyMap<string, Column> {
  return new Map([['_id', ID], ...columns.map((column) => [column.path, column] as const)]);
}

function toInsertSql(name: string, columns: readonly Column[]): string {
  const names = ['_id', 'doc', ...columns.map((column) => column.sql)];
  return `INSERT INTO ${quote(name)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
}
