/**
 * The last word on whether a document matches: mingo, MongoDB's query language in memory. Only the order of strings is
 * ours (value-order.ts), so that ranges in memory and by column agree. The everyday filter, fields equal to simple values,
 * is decided here: making a query of it costs mingo more than asking it.
 */
import { Context } from 'mingo/core';
import * as expressionOperators from 'mingo/operators/expression';
import * as projectionOperators from 'mingo/operators/projection';
import * as queryOperators from 'mingo/operators/query';
import { Query } from 'mingo/query';
import { resolve } from 'mingo/util';
import type { Filter } from '../collection.ts';
import { isScalar } from './encode-key.ts';
import { compareValues, typeRank } from './value-order.ts';

type Compare = (order: number) => boolean;
type Matcher = (document: object) => boolean;

function rangeOperator(fits: Compare): typeof queryOperators.$gt {
  return (path, operand) => (document) => {
    const value = resolve(document, path, { unwrapArray: true });
    const rank = typeRank(operand);
    return (Array.isArray(value) ? value : [value]).some(
      (one) => typeRank(one) === rank && fits(compareValues(one, operand)),
    );
  };
}

const context = Context.init({
  expression: expressionOperators,
  projection: projectionOperators,
  query: {
    ...queryOperators,
    $gt: rangeOperator((order) => order > 0),
    $gte: rangeOperator((order) => order >= 0),
    $lt: rangeOperator((order) => order < 0),
    $lte: rangeOperator((order) => order <= 0),
  },
});

// Functions sent as text are never run: filters may carry what a person typed.
const options = { context, scriptEnabled: false };

/** Compiles a filter once for many documents. Throws on operators nobody knows. */
export function matcherOf(filter: Filter): Matcher {
  return simpleMatcher(filter) ?? queryOf(filter);
}

function queryOf(filter: Filter): Matcher {
  const query = new Query(filter as Record<string, unknown>, options);
  return (document) => query.test(document as Record<string, unknown>);
}

/** For filters whose fields are all to equal one simple value; null for any other filter. */
function simpleMatcher(filter: Filter): Matcher | null {
  const wanted = Object.entries(filter);
  if (!wanted.every(([field, value]) => isScalar(value) && !field.startsWith('$') && !field.includes('.'))) return null;
  return (document) => {
    for (const [field, value] of wanted) {
      const found = (document as Record<string, unknown>)[field] ?? null;
      // A list matches by its elements.
      if (typeof found === 'object' && found !== null && !(found instanceof Date)) return queryOf(filter)(document);
      if (found !== value && !isSameDate(found, value)) return false;
    }
    return true;
  };
}

function isSameDate(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
}
