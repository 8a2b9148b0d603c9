/**
 * Values as keys of columns, so that SQLite orders them as MongoDB does (mongodb.com/docs/manual/reference/bson-type-
 * comparison-order): null < number < string < object < array < bytes < boolean < date. SQLite's own order is
 * numbers < text < blobs (sqlite.org/datatype3.html §4.1), so the first three need no disguise and the others are blobs
 * that begin with a byte for their type. Text compares by UTF-8 bytes in both. The same order in memory: value-order.ts.
 */
export type Key = string | number | Uint8Array;

/**
 * Null and missing share one key, as in MongoDB's indexes. It is not SQL's NULL: NULLs are never equal, so a unique
 * index would let in several rows without the field, which MongoDB does not. Documents cannot hold this number.
 */
export const NOTHING = Number.NEGATIVE_INFINITY;
/** NOTHING as SQL writes it, for column defaults. */
export const NOTHING_IN_SQL = '-9e999';

const OBJECT = 3;
const ARRAY = 4;
const BYTES = 5;
const BOOLEAN = 8;
const DATE = 9;

const FALSE = Buffer.from([BOOLEAN, 0]);
const TRUE = Buffer.from([BOOLEAN, 1]);

/** Stands in the column of a row whose values are in the side table; with the _id, so that no two collide there. */
export function manyKey(id: string): Key {
  return Buffer.concat([Buffer.from([ARRAY]), Buffer.from(id)]);
}

/** The key of one value. Objects are compared as text: enough for uniqueness, never used to decide a query. */
export function toKey(value: unknown): Key {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  if (value === null || value === undefined) return NOTHING;
  if (value instanceof Date) return dateKey(value);
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([ARRAY]), Buffer.from(JSON.stringify(value))]);
  if (value instanceof Uint8Array) return Buffer.concat([Buffer.from([BYTES]), value]);
  return Buffer.concat([Buffer.from([OBJECT]), Buffer.from(JSON.stringify(value))]);
}

function dateKey(date: Date): Key {
  const key = Buffer.allocUnsafe(9);
  key[0] = DATE;
  // Flipping the sign bit of the big-endian integer makes byte order time order, before 1970 too.
  key.writeBigInt64BE(BigInt(date.getTime()), 1);
  key[1] = (key[1] ?? 0) ^ 0x80;
  return key;
}

/** True for values a column decides alone: comparing with one is the same in SQL and in MongoDB's language. */
export function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/**
 * The keys of all values of the same type as `value`: at or above `from` (above, for numbers) and below `to`. $lt and
 * its kin compare only within a type.
 */
export function bracketOf(value: unknown): { readonly from: Key; readonly above: boolean; readonly to: Key } {
  if (typeof value === 'number') return { from: NOTHING, above: true, to: '' };
  if (typeof value === 'string') return { from: '', above: false, to: Buffer.alloc(0) };
  const type = typeof value === 'boolean' ? BOOLEAN : DATE;
  return { from: Buffer.from([type]), above: false, to: Buffer.from([type + 1]) };
}

/** Same key, same bytes. */
export function isSameKey(a: Key, b: Key): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && Buffer.compare(a, b) === 0;
}
