/**
 * Aggregation: the stages that a find can answer go through the planner (read-rows.ts), so that indexes serve them; mingo
 * does the rest.
 */
import { Aggregator } from 'mingo';
import type { Filter, Sort, Update } from '../collection.ts';
import type { Question } from './read-rows.ts';

export interface Aggregation {
  /** The front of the pipeline: $match, then $sort, then $limit. */
  readonly question: Question;
  readonly rest: readonly Update[];
}

/** Splits a pipeline into what is asked of the table and what is done with the rows. */
export function planAggregation(pipeline: readonly Update[]): Aggregation {
  let rest = pipeline;
  const take = (stage: string): unknown => {
    const operand = rest[0]?.[stage];
    if (operand !== undefined) rest = rest.slice(1);
    return operand;
  };
  const filter = (take('$match') ?? {}) as Filter;
  const sort = (take('$sort') ?? {}) as Sort;
  const limit = (take('$limit') ?? 0) as number;
  return { question: { filter, sort, limit }, rest };
}

/** Runs the rest of a pipeline over the rows found. Functions sent as text are not run. */
export function finishAggregation(rows: Record<string, unknown>[], rest: readonly Update[]): unknown[] {
  return rest.length === 0 ? rows : new Aggregator([...rest], { scriptEnabled: false }).run(rows);
}
