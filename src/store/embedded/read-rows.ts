/**
 * Finds the rows a filter means: SQL narrows, sorts and cuts as far as the columns go (plan-query.ts), memory does the rest.
 */
import type { Filter, FindOptions, Sort } from '../collection.ts';
import type { Table } from './catalog.ts';
import type { Connection } from './connection.ts';
import { decodeDocument } from './encode-document.ts';
import type { Key } from './encode-key.ts';
import { matcherOf } from './match-document.ts';
import { planFilter, planSort } from './plan-query.ts';
import { compareValues } from './value-order.ts';
import { valuesAt } from './values-at.ts';
import type { Stored } from './write-row.ts';

export interface Question extends FindOptions {
  readonly filter: Filter;
}

/** A row found, or null: none yet, a place where a long search may pause. */
export type Step = Stored | null;

/** Rows of a page that is read and decoded at one go, whatever the time: a few milliseconds, and beginning again would cost more. */
const A_PAGE = 1000;

/** Rows one by one, in order; a list when all are there. Must be walked to its end or left by break before anything is written. */
export function readRows(connection: Connection, table: Table, question: Question): Iterable<Step> | readonly Stored[] {
  const { filter, sort = {}, skip = 0 } = question;
  const limit = question.limit || Number.POSITIVE_INFINITY; // 0 is "all" in MongoDB
  const one = oneById(connection, table, question);
  if (one) return one;
  const where = planFilter(table, filter);
  const order = planSort(table, sort);
  let sql = `SELECT n, doc FROM ${table.sql} WHERE ${where.sql}`;
  if (order) sql += ` ORDER BY ${order}`;
  if (where.isExact && order !== null && Number.isFinite(limit)) {
    const rows = connection.lists<[n: number, doc: string]>(`${sql} LIMIT ? OFFSET ?`, ...where.values, limit, skip);
    return limit <= A_PAGE ? rows.map(ofList) : decoded(rows);
  }
  const matches = where.isExact ? () => true : matcherOf(filter);
  const found = matching(fewOrWalked(connection, sql, where.values), matches);
  return cut(order === null ? sorted(found, sort) : found, skip, limit);
}

function* decoded(rows: readonly (readonly [n: number, doc: string])[]): Generator<Step> {
  for (const row of rows) yield ofList(row);
}

function ofList([n, text]: readonly [n: number, doc: string]): Stored {
  return { n, text, document: decodeDocument(text) };
}

/** At most so many rows are read at one go by a statement that is kept; more are walked by one of their own. */
const FEW = 64;

function fewOrWalked(connection: Connection, sql: string, values: readonly Key[]): Iterable<Raw> {
  const few = connection.all<Raw>(`${sql} LIMIT ${FEW}`, ...values);
  return few.length < FEW ? few : connection.walk<Raw>(sql, ...values);
}

/** The everyday question, by _id, without planning: one row or none. Null for any other question. */
function oneById(connection: Connection, table: Table, { filter, skip = 0 }: Question): Stored[] | null {
  if (typeof filter._id !== 'string') return null;
  const raw = skip === 0 ? connection.get<Raw>(table.byIdSql, filter._id) : undefined;
  const rows = raw ? [toStored(raw)] : [];
  return Object.keys(filter).length === 1 ? rows : rows.filter(({ document }) => matcherOf(filter)(document));
}

/** The rows found, at one go: for work inside a transaction. */
export function findRows(connection: Connection, table: Table, question: Question): Stored[] {
  const one = oneById(connection, table, question);
  return one ?? Array.from(readRows(connection, table, question)).filter((step) => step !== null);
}

/** How many rows a filter means, or null when the columns alone cannot tell. */
export function countRows(connection: Connection, table: Table, filter: Filter): number | null {
  const where = planFilter(table, filter);
  if (!where.isExact) return null;
  const sql = `SELECT count(*) AS many FROM ${table.sql} WHERE ${where.sql}`;
  return connection.get<{ many: number }>(sql, ...where.values)?.many ?? 0;
}

interface Raw {
  readonly n: number;
  readonly doc: string;
}

function toStored({ n, doc }: Raw): Stored {
  return { n, text: doc, document: decodeDocument(doc) };
}

function* matching(rows: Iterable<Raw>, matches: (document: object) => boolean): Generator<Step> {
  for (const row of rows) {
    const stored = toStored(row);
    yield matches(stored.document) ? stored : null;
  }
}

function* cut(steps: Iterable<Step>, skip: number, limit: number): Generator<Step> {
  let place = 0;
  for (const step of steps) {
    if (step !== null && place++ < skip) continue;
    yield step;
    if (place >= skip + limit) return;
  }
}

function* sorted(steps: Iterable<Step>, sort: Sort): Generator<Step> {
  const paths = Object.entries(sort).map(([path, direction]) => ({ segments: path.split('.'), direction }));
  const keyed: { row: Stored; keys: unknown[] }[] = [];
  for (const row of steps) {
    if (row === null) yield null;
    else keyed.push({ row, keys: paths.map((path) => sortKey(row.document, path)) });
  }
  keyed.sort((a, b) => {
    for (const [i, { direction }] of paths.entries()) {
      const order = compareValues(a.keys[i], b.keys[i]);
      if (order !== 0) return order * direction;
    }
    return a.row.n - b.row.n;
  });
  for (const { row } of keyed) yield row;
}

/** Arrays sort by their least value upwards and by their greatest downwards. */
function sortKey(
  document: object,
  { segments, direction }: { segments: readonly string[]; direction: number },
): unknown {
  const { values } = valuesAt(document, segments);
  return values.length < 2 ? values[0] : values.toSorted(compareValues).at(direction === 1 ? 0 : -1);
}
