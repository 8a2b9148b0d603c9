/**
 * The document an upsert creates: what the filter demands by equality, then the update.
 */
import type { Filter, Row, Update } from '../collection.ts';
import { applyUpdate } from './apply-update.ts';
import { isOperators } from './plan-query.ts';

/** Throws TypeError without an _id: the server would draw an ObjectId, and our ids are strings. */
export function upserted(filter: Filter, update: Update): Row {
  const document: Record<string, unknown> = {};
  applyUpdate(document, { $set: Object.fromEntries(equalities(filter)) }, { isNew: true });
  applyUpdate(document, update, { isNew: true });
  const { _id, ...rest } = document;
  if (typeof _id !== 'string' || _id === '')
    throw new TypeError('an upsert needs an _id in its filter or $setOnInsert');
  return { _id, ...rest };
}

function equalities(filter: Filter): [string, unknown][] {
  return Object.entries(filter).flatMap(([field, wanted]): [string, unknown][] => {
    if (field === '$and') return (wanted as readonly Filter[]).flatMap(equalities);
    if (field.startsWith('$')) return [];
    if (!isOperators(wanted)) return [[field, wanted]];
    return '$eq' in wanted ? [[field, wanted.$eq]] : [];
  });
}
