/**
 * Which elements a $pull takes out of an array. Equality and $in on fields, the everyday case, are decided here; anything
 * else is a query and goes to match-document.ts.
 */
import { isScalar } from './encode-key.ts';
import { matcherOf } from './match-document.ts';
import { isOperators } from './plan-query.ts';
import { compareValues } from './value-order.ts';

type Test = (item: unknown) => boolean;

/** A test for elements: a value is compared, an object is a query on the element's fields, operators on the element. */
export function pulls(wanted: unknown): Test {
  if (typeof wanted !== 'object' || wanted === null || wanted instanceof Date || isOperators(wanted)) {
    return simpleTest(wanted) ?? queryTest({ item: wanted });
  }
  if (Array.isArray(wanted)) return queryTest({ item: { $eq: wanted } });
  const fields = Object.entries(wanted).map(([name, value]) => [name, simpleTest(value)] as const);
  if (fields.some(([name, test]) => test === null || name.includes('.'))) return fieldsTest(wanted);
  return (item) => isDocument(item) && fields.every(([name, test]) => test?.(item[name]) ?? false);
}

function simpleTest(wanted: unknown): Test | null {
  if (isScalar(wanted)) return (value) => isAmong(value, [wanted]);
  if (!isOperators(wanted) || Object.keys(wanted).join() !== '$in') return null;
  const list = wanted.$in;
  return Array.isArray(list) && list.every(isScalar) ? (value) => isAmong(value, list) : null;
}

function isAmong(value: unknown, list: readonly unknown[]): boolean {
  if (Array.isArray(value)) return value.some((one) => isAmong(one, list));
  return list.some((one) => compareValues(value, one) === 0);
}

function fieldsTest(wanted: object): Test {
  const matches = matcherOf(wanted as Record<string, unknown>);
  return (item) => isDocument(item) && matches(item);
}

function queryTest(filter: Record<string, unknown>): Test {
  const matches = matcherOf(filter);
  return (item) => matches({ item });
}

function isDocument(item: unknown): item is Record<string, unknown> {
  return typeof item === 'object' && item !== null && !Array.isArray(item) && !(item instanceof Date);
}
