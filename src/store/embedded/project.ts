/**
 * Keeps or leaves out fields of a found document. Whole fields are done here, paths into documents are mingo's.
 */
import { find } from 'mingo';
import type { FindOptions, Row } from '../collection.ts';

type Projection = NonNullable<FindOptions['projection']>;

/** The document with only, or without, the named fields; _id stays unless it is named with 0. */
export function project(document: Row & Record<string, unknown>, projection: Projection | undefined): unknown {
  if (projection === undefined || Object.keys(projection).length === 0) return document;
  if (Object.keys(projection).some((path) => path.includes('.'))) {
    return find([document], {}, { ...projection }).next();
  }
  const isKept = Object.entries(projection).some(([name, keep]) => keep === 1 && name !== '_id');
  const onlyId = projection._id === 1 && Object.keys(projection).length === 1;
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => {
      if (name === '_id') return projection._id !== 0;
      return isKept || onlyId ? projection[name] === 1 : projection[name] !== 0;
    }),
  );
}
