/**
 * MongoDB's order of values in memory, for sorts no index serves and for range operators. The same order for columns is
 * in encode-key.ts; the property test holds the two together.
 */

/** Place of the value's type: mongodb.com/docs/manual/reference/bson-type-comparison-order. */
export function typeRank(value: unknown): number {
  if (value === null || value === undefined) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (typeof value === 'boolean') return 8;
  if (value instanceof Date) return 9;
  if (Array.isArray(value)) return 5;
  if (value instanceof Uint8Array) return 6;
  return 4;
}

/** Below, at or above zero as `a` comes before, beside or after `b`. */
export function compareValues(a: unknown, b: unknown): number {
  const rank = typeRank(a);
  const difference = rank - typeRank(b);
  if (difference !== 0 || rank === 1) return difference;
  if (rank === 3) return compareText(a as string, b as string);
  if (rank === 6) return Buffer.compare(a as Uint8Array, b as Uint8Array);
  if (rank === 4 || rank === 5) return compareLists(Object.values(a as object), Object.values(b as object));
  return Number(a) - Number(b);
}

/**
 * By code point, which is the order of the UTF-8 bytes that MongoDB and SQLite compare. JavaScript's own < compares
 * UTF-16 units and puts emoji and rare Chinese characters before the private use area and full-width forms such as ！.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return weigh(left) - weigh(right);
  }
  return a.length - b.length;
}

function weigh(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800; // surrogates after everything else
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [i, left] of a.entries()) {
    if (i >= b.length) return 1;
    const order = compareValues(left, b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
