/**
 * Finds the rows a filter means: SQL narrows, sorts and cuts as far as the columns go (plan-query.ts), memory does the rest.
 */
import type { Filter, FindOptions, Sort } from '../collection.ts';
import type { Table } from './catalog.ts';
import type { Connection } from './connection.ts';
import { decodeDocument } from './encode-document.ts';
import { matcherOf } from './match-document.ts';
import { planFilter, planSort } from './plan-query.ts';
import { compareValues } from './value-order.ts';
import { valuesAt } from './values-at.ts';
import type { Stored } from './write-row.ts';

export interface Question extends FindOptions {
  readonly filter: Filter;
}

/** Rows one by one, in order. Must be walked to its end or left by break before anything else is written. */
export function* readRows(connection: Connection, table: Table, question: Question): Generator<Stored> {
  const { filter, sort = {}, skip = 0 } = question;
  const limit = question.limit || Number.POSITIVE_INFINITY; // 0 is "all" in MongoDB
  const where = planFilter(table, filter);
  const order = planSort(table, sort);
  let sql = `SELECT n, doc FROM ${table.sql} WHERE ${where.sql}`;
  if (order) sql += ` ORDER BY ${order}`;
  if (where.isExact && order !== null) {
    const cut = Number.isFinite(limit) ? limit : -1;
    for (const row of connection.all<Raw>(`${sql} LIMIT ? OFFSET ?`, ...where.values, cut, skip)) yield toStored(row);
    return;
  }
  const matches = where.isExact ? () => true : matcherOf(filter);
  const found = matching(connection.walk<Raw>(sql, ...where.values), matches);
  yield* cut(order === null ? sortRows(found, sort) : found, skip, limit);
}

/** How many rows a filter means. */
export function countRows(connection: Connection, table: Table, filter: Filter): number {
  const where = planFilter(table, filter);
  if (where.isExact) {
    const sql = `SELECT count(*) AS many FROM ${table.sql} WHERE ${where.sql}`;
    return connection.get<{ many: number }>(sql, ...where.values)?.many ?? 0;
  }
  let many = 0;
  for (const _ of readRows(connection, table, { filter })) many++;
  return many;
}

interface Raw {
  readonly n: number;
  readonly doc: string;
}

function toStored({ n, doc }: Raw): Stored {
  return { n, text: doc, document: decodeDocument(doc) };
}

function* matching(rows: Iterable<Raw>, matches: (document: object) => boolean): Generator<Stored> {
  for (const row of rows) {
    const stored = toStored(row);
    if (matches(stored.document)) yield stored;
  }
}

function* cut(rows: Iterable<Stored>, skip: number, limit: number): Generator<Stored> {
  let place = 0;
  for (const row of rows) {
    if (place++ < skip) continue;
    yield row;
    if (place >= skip + limit) return;
  }
}

function sortRows(rows: Iterable<Stored>, sort: Sort): Stored[] {
  const paths = Object.entries(sort).map(([path, direction]) => ({ segments: path.split('.'), direction }));
  const keyed = Array.from(rows, (row) => ({ row, keys: paths.map((path) => sortKey(row.document, path)) }));
  keyed.sort((a, b) => {
    for (const [i, { direction }] of paths.entries()) {
      const order = compareValues(a.keys[i], b.keys[i]);
      if (order !== 0) return order * direction;
    }
    return a.row.n - b.row.n;
  });
  return keyed.map(({ row }) => row);
}

/** Arrays sort by their least value upwards and by their greatest downwards. */
function sortKey(
  document: object,
  { segments, direction }: { segments: readonly string[]; direction: number },
): unknown {
  const { values } = valuesAt(document, segments);
  return values.length < 2 ? values[0] : values.toSorted(compareValues).at(direction === 1 ? 0 : -1);
}
