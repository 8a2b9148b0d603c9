/**
 * Turns a filter into SQL over the indexed columns. What the columns cannot decide is left out (`isExact: false`): the SQL
 * then finds at least all matching rows, and match-document.ts has the last word on each.
 */
import type { Filter, Sort } from '../collection.ts';
import type { Column, Table } from './catalog.ts';
import { bracketOf, isScalar, type Key, NOTHING, toKey } from './encode-key.ts';
import { typeRank } from './value-order.ts';

export interface Condition {
  readonly sql: string;
  readonly values: readonly Key[];
  /** The condition alone decides: no row it lets through needs a second look. */
  readonly isExact: boolean;
}

const ALL: Condition = { sql: '1', values: [], isExact: true };
const NONE: Condition = { sql: '0', values: [], isExact: true };
/** Says nothing about which rows match. */
const UNDECIDED: Condition = { sql: '1', values: [], isExact: false };
/** SQLite takes 32,766 parameters (sqlite.org/limits.html #9): a list of more than a part of them goes over as one. */
const MOST_PARAMETERS = 8192;

/** The condition on a table's columns that every row matching the filter meets. */
export function planFilter(table: Table, filter: Filter): Condition {
  const parts = Object.entries(filter).map(([field, wanted]) => {
    if (field === '$and') return joinAll((wanted as readonly Filter[]).map((part) => planFilter(table, part)));
    if (field === '$or') return joinAny((wanted as readonly Filter[]).map((part) => planFilter(table, part)));
    const column = table.columnAt.get(field);
    return column === undefined ? UNDECIDED : planField(column, wanted);
  });
  return joinAll(parts);
}

/** ORDER BY for a sort that columns can give, else null. Arrays sort by their least or greatest value: not by a column. */
export function planSort(table: Table, sort: Sort): string | null {
  const terms: string[] = [];
  for (const [path, direction] of Object.entries(sort)) {
    const column = table.columnAt.get(path);
    if (column === undefined || column.side !== null) return null;
    terms.push(direction === -1 ? `${column.sql} DESC` : column.sql);
  }
  return terms.join(', ');
}

function joinAll(parts: readonly Condition[]): Condition {
  const useful = parts.filter((part) => part.sql !== '1');
  if (useful.length === 0) return parts.every((part) => part.isExact) ? ALL : UNDECIDED;
  return {
    sql: useful.map((part) => part.sql).join(' AND '),
    values: useful.flatMap((part) => part.values),
    isExact: parts.every((part) => part.isExact),
  };
}

function joinAny(parts: readonly Condition[]): Condition {
  const isExact = parts.every((part) => part.isExact);
  if (parts.some((part) => part.sql === '1')) return isExact ? ALL : UNDECIDED;
  return {
    sql: `(${parts.map((part) => `(${part.sql})`).join(' OR ')})`,
    values: parts.flatMap((part) => part.values),
    isExact,
  };
}

function planField(column: Column, wanted: unknown): Condition {
  if (!isOperators(wanted)) return planOperator(column, '$eq', wanted);
  const between = column.side === null ? planBetween(column.sql, wanted) : null;
  const rest = Object.entries(wanted).filter(([operator]) => between === null || !(operator in SIGNS));
  const parts = rest.map(([operator, operand]) => planOperator(column, operator, operand));
  return joinAll(between ? [between, ...parts] : parts);
}

/**
 * A range with one lower and one upper end of one type: these ends alone. With the ends of the type beside them SQLite, which
 * takes one of each for an index, may take those and read to the end of the index.
 */
function planBetween(sql: string, wanted: Readonly<Record<string, unknown>>): Condition | null {
  const ends = Object.entries(wanted).filter(([operator]) => operator in SIGNS);
  const [[one, low] = [], [other, high] = []] = ends.sort(([a], [b]) => (a < b ? -1 : 1)); // $gt before $lt
  if (ends.length !== 2 || !one?.startsWith('$gt') || !other?.startsWith('$lt')) return null;
  if (low === null || !isScalar(low) || !isScalar(high) || typeRank(low) !== typeRank(high)) return null;
  return exactly(`${sql} ${signOf(one)} ? AND ${sql} ${signOf(other)} ?`, toKey(low), toKey(high));
}

/** True for { $gt: 5 }, false for a value to be equal to. */
export function isOperators(wanted: unknown): wanted is Readonly<Record<string, unknown>> {
  if (typeof wanted !== 'object' || wanted === null || wanted instanceof Date || Array.isArray(wanted)) return false;
  return Object.keys(wanted).some((key) => key.startsWith('$'));
}

function planOperator(column: Column, operator: string, operand: unknown): Condition {
  const condition = conditionOn(column.side === null ? column.sql : 'v', operator, operand);
  if (condition === null) return UNDECIDED;
  if (column.side === null) return condition;
  // In a side table a row has many values or none: "not equal" and null are no statements about one of them.
  if (operator === '$ne' || operator === '$nin' || condition.values.includes(NOTHING)) return UNDECIDED;
  if (condition.sql === '0') return NONE;
  return { ...condition, sql: `n IN (SELECT n FROM ${column.side} WHERE ${condition.sql})` };
}

function conditionOn(sql: string, operator: string, operand: unknown): Condition | null {
  switch (operator) {
    case '$in':
    case '$nin':
      return Array.isArray(operand) ? inList(sql, operator, operand) : null;
    case '$exists':
      // Null and missing share a key, so the column cannot tell "is there and null".
      return operand === false ? { sql: `${sql} = ?`, values: [NOTHING], isExact: false } : null;
    case '$eq':
      return isScalar(operand) ? exactly(`${sql} = ?`, toKey(operand)) : null;
    case '$ne':
      return isScalar(operand) ? exactly(`${sql} <> ?`, toKey(operand)) : null;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isScalar(operand) ? inRange(sql, operator, operand) : null;
    default:
      return null;
  }
}

function exactly(sql: string, ...values: readonly Key[]): Condition {
  return { sql, values, isExact: true };
}

function inList(sql: string, operator: '$in' | '$nin', operands: readonly unknown[]): Condition | null {
  if (!operands.every(isScalar)) return null;
  if (operands.length === 0) return operator === '$in' ? NONE : ALL;
  const sign = operator === '$in' ? 'IN' : 'NOT IN';
  if (operands.length > MOST_PARAMETERS) {
    if (!operands.every(isSameInJson)) return null;
    return exactly(`${sql} ${sign} (SELECT value FROM json_each(?))`, JSON.stringify(operands));
  }
  const values = operands.map(toKey);
  // Padded to a power of two, so that lists of every length share a few prepared statements.
  while ((values.length & (values.length - 1)) !== 0) values.push(values[0] ?? NOTHING);
  return exactly(`${sql} ${sign} (${values.map(() => '?').join(', ')})`, ...values);
}

/** Texts that SQLite reads out of JSON as it stores them: ids, as a rule. Other keys than texts have no JSON of their own. */
function isSameInJson(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}

const SIGNS = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;

function signOf(operator: string): string {
  return SIGNS[operator as keyof typeof SIGNS];
}

function inRange(sql: string, operator: keyof typeof SIGNS, operand: unknown): Condition {
  if (operand === null) return operator === '$gte' || operator === '$lte' ? exactly(`${sql} = ?`, NOTHING) : NONE;
  const { from, above, to } = bracketOf(operand);
  const key = toKey(operand);
  if (operator === '$gt' || operator === '$gte') return exactly(`${sql} ${SIGNS[operator]} ? AND ${sql} < ?`, key, to);
  return exactly(`${sql} ${above ? '>' : '>='} ? AND ${sql} ${SIGNS[operator]} ?`, from, key);
}
