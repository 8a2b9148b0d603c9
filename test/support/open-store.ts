/**
 * The real embedded store for each test of the describe block that calls it: in a folder of its own, closed and removed
 * afterwards. There is no memory store: what is tested is what runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, IndexDeclaration } from '../../src/store/collection.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';

export interface TestStore {
  readonly db: Database;
  /** Opens the same file once more, as another process would; closed with the rest. */
  again(): Promise<Database>;
}

/** The store of the running test. Call it at the top of a describe block, its answer inside tests. */
export function openStore(...indexes: readonly (readonly IndexDeclaration[])[]): () => TestStore {
  let folder = '';
  let opened: OpenedDatabase[] = [];
  const open = async () => {
    const one = await openDatabase(`file:${join(folder, 'test.db')}`);
    opened.push(one);
    return one.db;
  };
  let store: TestStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sanwei-test-'));
    const db = await open();
    await ensureIndexes(db, indexes.flat());
    store = { db, again: open };
  });
  afterEach(async () => {
    for (const one of opened) await one.close();
    opened = [];
    rmSync(folder, { recursive: true, force: true });
  });
  return () => store;
}
