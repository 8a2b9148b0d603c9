/**
 * Aggregation: the first $match goes through the planner (read-rows.ts), so that indexes serve it; mingo does the stages
 * after it, over rows as they come.
 */
import { Aggregator } from 'mingo';
import type { Filter, Sort, Update } from '../collection.ts';
import type { Table } from './catalog.ts';
import type { Connection } from './connection.ts';
import { readRows } from './read-rows.ts';

interface Front {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly limit: number;
  readonly rest: readonly Update[];
}

/** The results of a pipeline over a collection; `table` is null when nobody has written to it yet. */
export function aggregateRows(connection: Connection, table: Table | null, pipeline: readonly Update[]): unknown[] {
  const { rest, ...question } = frontOf(pipeline);
  const documents = table ? documentsOf(readRows(connection, table, question)) : [];
  if (rest.length === 0) return [...documents];
  return new Aggregator([...rest], { scriptEnabled: false }).run(documents);
}

/** The stages that a find can answer: $match, then $sort, then $limit. */
function frontOf(pipeline: readonly Update[]): Front {
  let rest = pipeline;
  const take = (stage: string): unknown => {
    const operand = rest[0]?.[stage];
    if (operand !== undefined) rest = rest.slice(1);
    return operand;
  };
  const filter = (take('$match') ?? {}) as Filter;
  const sort = (take('$sort') ?? {}) as Sort;
  const limit = (take('$limit') ?? 0) as number;
  return { filter, sort, limit, rest };
}

function* documentsOf(
  rows: Iterable<{ readonly document: Record<string, unknown> }>,
): Generator<Record<string, unknown>> {
  for (const { document } of rows) yield document;
}
