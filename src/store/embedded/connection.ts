/**
 * One connection to the store's file: opens it, keeps prepared statements, names the settings that make it durable.
 * Order of writes: write-queue.ts. What tables there are: catalog.ts.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Key } from './encode-key.ts';

/** Longest that one statement waits inside SQLite, which stops the whole process; longer waits are while-busy.ts's. */
const BUSY_TIMEOUT_MS = 50;
const STATEMENTS_KEPT = 500;
const PAGE_BYTES = 8192;
/** A page that is written again before the log is carried over into the file is carried over once. */
const LOG_BYTES = 64 * 1024 * 1024;

export class Connection {
  readonly file: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Those that answer with lists. */
  readonly #listing = new Map<string, StatementSync>();

  constructor(file: string, { readOnly }: { readonly readOnly: boolean }) {
    this.file = file;
    this.#db = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
    // Pages of 8 KiB hold a few records each; only a file that is new takes the size (sqlite.org/pragma.html#pragma_page_size).
    this.#db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    // FULL: a commit is on the disk before it is acknowledged, also when the power fails (sqlite.org/pragma.html).
    this.#db.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY');
    this.#db.exec(`PRAGMA wal_autocheckpoint = ${LOG_BYTES / PAGE_BYTES}`);
  }

  /** Readers and one writer side by side, one disk flush per commit (sqlite.org/wal.html). Kept in the file. */
  useWriteAheadLog(): void {
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = ${LOG_BYTES}`);
  }

  /** Statements without parameters or result that are run once. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  run(sql: string, ...values: readonly Key[]): { readonly changes: number; readonly lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.#prepare(sql).run(...values);
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  get<R>(sql: string, ...values: readonly Key[]): R | undefined {
    return this.#prepare(sql).get(...values) as R | undefined;
  }

  all<R>(sql: string, ...values: readonly Key[]): R[] {
    return this.#prepare(sql).all(...values) as R[];
  }

  /** Rows as lists of their values: a third quicker than all(), which names each value in each row. */
  lists<R extends readonly unknown[]>(sql: string, ...values: readonly Key[]): R[] {
    const statement = this.#prepare(sql, this.#listing);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as R[];
  }

  /** Rows one by one. The statement is prepared for this walk alone, so that two walks never share one. */
  walk<R>(sql: string, ...values: readonly Key[]): NodeJS.Iterator<R> {
    return this.#db.prepare(sql).iterate(...values) as unknown as NodeJS.Iterator<R>;
  }

  /** Several reads of one state of the file, for the price of one: SQLite locks and checks its cache for each transaction. */
  atOnce<R>(read: () => R): R {
    this.run('BEGIN');
    try {
      return read();
    } finally {
      this.run('COMMIT');
    }
  }

  /** Changes whenever any process changes a table or an index. */
  schemaVersion(): number {
    return this.get<{ schema_version: number }>('PRAGMA schema_version')?.schema_version ?? 0;
  }

  get isInTransaction(): boolean {
    return this.#db.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    this.#listing.clear();
    this.#db.close();
  }

  #prepare(sql: string, kept = this.#statements): StatementSync {
    const known = kept.get(sql);
    if (known) return known;
    // Filters come in few shapes; the limit is for a caller that makes up new ones all day. Oldest first out.
    for (const oldest of kept.keys()) {
      if (kept.size < STATEMENTS_KEPT) break;
      kept.delete(oldest);
    }
    const statement = this.#db.prepare(sql);
    kept.set(sql, statement);
    return statement;
  }
}
