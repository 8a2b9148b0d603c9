/**
 * The keys a document has on an indexed path: one for the column, and one per value for the side table.
 */
import type { Row } from '../collection.ts';
import type { Column } from './catalog.ts';
import { isSameKey, type Key, manyKey, NOTHING, toKey } from './encode-key.ts';
import { valuesAt } from './values-at.ts';

/** What the column of this path holds for the document. */
export function columnKey(column: Column, document: Row): Key {
  const { many, values } = valuesAt(document, column.segments);
  return many ? manyKey(document._id) : toKey(values[0]);
}

/** True when the document has an array on this path. */
export function hasMany(column: Column, document: Row): boolean {
  return valuesAt(document, column.segments).many;
}

/** What the side table of this path holds for the document: each value once; null and missing are not in it. */
export function sideKeys(column: Column, document: Row): readonly Key[] {
  const distinct: Key[] = [];
  for (const value of valuesAt(document, column.segments).values) {
    const key = toKey(value);
    if (key !== NOTHING && !distinct.some((known) => isSameKey(known, key))) distinct.push(key);
  }
  return distinct;
}
