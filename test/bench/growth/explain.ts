/** What the embedded store asks SQLite, overheard at its connection, and how SQLite goes about it. */
import { DatabaseSync } from 'node:sqlite';
import { Connection } from '../../../src/store/embedded/connection.ts';

export interface Explained {
  readonly sql: string;
  readonly times: number;
  /** EXPLAIN QUERY PLAN, one line a step. */
  readonly plan: readonly string[];
}

/** Statement → how often it was run. */
export type Overheard = ReadonlyMap<string, number>;

/** Listens to every connection of this thread; take() gives what was asked since it was called last. */
export function listen(): { take(): Overheard } {
  let heard = new Map<string, number>();
  for (const name of ['get', 'all', 'walk'] as const) {
    const original = Connection.prototype[name] as (this: Connection, sql: string, ...values: unknown[]) => unknown;
    const overhear = function overhear(this: Connection, sql: string, ...values: unknown[]) {
      heard.set(sql, (heard.get(sql) ?? 0) + 1);
      return original.call(this, sql, ...values);
    };
    Object.assign(Connection.prototype, { [name]: overhear });
  }
  const take = () => {
    const all = heard;
    heard = new Map();
    return all;
  };
  return { take };
}

/** The plans of what was overheard, without the store's own questions about its schema. */
export function explained(file: string, overheard: Overheard): readonly Explained[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const statements = [...overheard].filter(([sql]) => !/^PRAGMA| _(collections|indexes|paths)\b/.test(sql));
  const plans = statements.map(([sql, times]) => {
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
    return { sql: sql.replace(/\?(, \?){2,}/g, '?…'), times, plan: steps.map(({ detail }) => detail) };
  });
  db.close();
  return plans;
}
