/**
 * One page of a list and the cursor of the next. The cursor holds the last row's sort values, not a number of rows to skip:
 * rows that come or go meanwhile neither repeat nor hide others, and page 1,000 costs what page 1 does.
 */
import { invalid } from '../errors.ts';
import type { Collection, Filter, Row, Sort } from './collection.ts';

export interface PageRequest {
  readonly filter: Filter;
  /** Fields in the order they count; each holds values of one type, or null, and no arrays. `_id` breaks ties. */
  readonly sort: Sort;
  readonly limit: number;
  /** `next` of the page before; null or absent for the first page. */
  readonly cursor?: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly next: string | null;
}

type Place = readonly (string | number | boolean | Date | null)[];

/** Throws 'invalid-input' on a cursor that is not one of this list's. */
export async function page<T extends Row>(collection: Collection<T>, request: PageRequest): Promise<Page<T>> {
  const sort = withId(request.sort);
  const fields = Object.keys(sort);
  const steps = request.cursor ? stepsAfter(sort, readCursor(request.cursor, fields)) : [{}];
  const found: T[] = [];
  for (const step of steps) {
    const missing = request.limit + 1 - found.length; // one more than asked: is there a next page?
    if (missing <= 0) break;
    const filter = { $and: [request.filter, step] };
    found.push(...(await collection.find(filter, { sort, limit: missing }).toArray()));
  }
  const items = found.slice(0, request.limit);
  const last = items.at(-1);
  return { items, next: last && found.length > request.limit ? toCursor(last, fields) : null };
}

function withId(sort: Sort): Sort {
  if ('_id' in sort) return sort;
  // In the direction of the field before, so that an index on the fields can be read straight through.
  return { ...sort, _id: Object.values(sort).at(-1) ?? 1 };
}

/**
 * The rows after a place, as filters to be asked one after the other: first those equal in all fields but the last, then
 * in all but the last two, … Each is a run of one index; a single $or over them would not be.
 */
function stepsAfter(sort: Sort, place: Place): Filter[] {
  const fields = Object.entries(sort);
  return fields.flatMap((_, i) => {
    const depth = fields.length - 1 - i;
    const equal = Object.fromEntries(fields.slice(0, depth).map(([field], j) => [field, place[j] ?? null]));
    const [field, direction] = fields[depth] ?? ['_id', 1];
    return beyond(place[depth] ?? null, direction).map((wanted) => ({ ...equal, [field]: wanted }));
  });
}

/** Null comes before every value; $gt and $lt look only at values of the operand's type. */
function beyond(value: Place[number], direction: 1 | -1): unknown[] {
  if (value === null) return direction === 1 ? [{ $ne: null }] : [];
  return direction === 1 ? [{ $gt: value }] : [{ $lt: value }, null];
}

function toCursor(row: Row, fields: readonly string[]): string {
  const values = fields.map((field) => {
    const value = field
      .split('.')
      .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], row);
    return value instanceof Date ? { at: value.getTime() } : (value ?? null);
  });
  return Buffer.from(JSON.stringify([nameOf(fields), ...values])).toString('base64url');
}

/** A place in one list is none in another, even where both are sorted by an instant and an id. */
function nameOf(fields: readonly string[]): string {
  return fields.join(' ');
}

function readCursor(cursor: string, fields: readonly string[]): Place {
  const read = parse(Buffer.from(cursor, 'base64url').toString());
  const [name, ...values] = Array.isArray(read) ? read : [];
  const place = name === nameOf(fields) ? values.map(readValue) : [];
  // Strings and numbers only: a cursor comes from outside and must not smuggle an operator into a filter.
  if (place.length !== fields.length || place.includes(undefined)) {
    throw invalid('cursor', '翻页标记无效', '请从第一页重新开始');
  }
  return place as Place;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readValue(value: unknown): Place[number] | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value !== 'object' || !('at' in value) || typeof value.at !== 'number') return undefined;
  const at = new Date(value.at);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
