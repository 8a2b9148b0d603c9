import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Row } from '../../../src/store/collection.ts';
import { Catalog } from '../../../src/store/embedded/catalog.ts';
import { Connection } from '../../../src/store/embedded/connection.ts';
import { EmbeddedCollection } from '../../../src/store/embedded/embedded-collection.ts';
import type { EmbeddedStore } from '../../../src/store/embedded/embedded-store.ts';
import { openEmbedded } from '../../../src/store/embedded/open-embedded.ts';
import { OPERATIONS } from '../../../src/store/embedded/operations.ts';
import { DuplicateKeyError, explain } from '../../../src/store/embedded/store-error.ts';
import { WriteQueue } from '../../../src/store/embedded/write-queue.ts';
import { isTaken } from '../../../src/store/is-taken.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Sample extends Row {
  readonly code?: string;
  readonly list?: readonly string[];
  readonly text?: string;
}

describe('WriteQueue', () => {
  const folder = temporaryFolder();
  let store: EmbeddedStore;
  let rows: EmbeddedCollection<Sample>;

  beforeEach(async () => {
    store = await openEmbedded(join(folder(), 'test.db'));
    rows = new EmbeddedCollection(store, 'rows');
  });
  afterEach(() => store.close());

  it('commits together what arrives together', async () => {
    await rows.insertOne({ _id: 'first' });
    const commits = () => new Connection(join(folder(), 'test.db'), { readOnly: true });
    const other = commits();
    const version = () => other.get<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0;
    const seen = new Set<number>();
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => rows.insertOne({ _id: `r${i}` }).then(() => seen.add(version()))),
    );
    assert.equal(seen.size, 1);
    assert.equal(other.get<{ many: number }>('SELECT count(*) AS many FROM rows')?.many, 101);
    other.close();
  });

  it('leaves the neighbours of a refused operation alone, and no trace of it', async () => {
    await rows.createIndex({ list: 1 }, { unique: true });
    await rows.insertOne({ _id: 'a', list: ['x'] });
    const outcomes = await Promise.allSettled([
      rows.insertOne({ _id: 'b', list: ['y'] }),
      rows.insertOne({ _id: 'c', list: ['z', 'x'] }),
      rows.updateOne({ _id: 'b' }, { $push: { list: 'x' } }),
      rows.insertOne({ _id: 'd', list: ['z'] }),
    ]);
    assert.deepEqual(
      outcomes.map((one) => one.status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.ok(outcomes.every((one) => one.status === 'fulfilled' || isTaken(one.reason)));
    assert.deepEqual(await rows.find({}).toArray(), [
      { _id: 'a', list: ['x'] },
      { _id: 'b', list: ['y'] },
      { _id: 'd', list: ['z'] },
    ]);
    assert.equal(await rows.countDocuments({ list: 'z' }), 1);
  });

  it('forgets a table made by an operation that was refused', async () => {
    const made = new EmbeddedCollection<Sample>(store, 'made');
    await assert.rejects(made.createIndex({ 'a.0': 1 }), /not a path/);
    await made.insertOne({ _id: 'a' });
    assert.equal(await made.countDocuments({}), 1);
  });

  it('has the disk flushed at each commit, so that a power cut loses nothing acknowledged', () => {
    const { connection } = store;
    assert.deepEqual(connection.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous, 2);
    assert.deepEqual(connection.get<{ journal_mode: string }>('PRAGMA journal_mode')?.journal_mode, 'wal');
  });

  it('runs operations in the order they came', async () => {
    const [, updated, removed, again] = await Promise.all([
      rows.insertOne({ _id: 'a', code: '1' }),
      rows.updateOne({ _id: 'a', code: '1' }, { $set: { code: '2' } }),
      rows.deleteOne({ _id: 'a', code: '2' }),
      rows.updateOne({ _id: 'a' }, { $set: { code: '3' } }),
    ]);
    assert.deepEqual([updated.matchedCount, removed.deletedCount, again.matchedCount], [1, 1, 0]);
  });

  it('refuses the whole batch when the disk is full, keeps what was there, and goes on afterwards', async () => {
    await rows.insertOne({ _id: 'a' });
    const connection = new Connection(join(folder(), 'test.db'), { readOnly: false });
    const catalog = new Catalog(connection);
    catalog.refresh();
    const queue = new WriteQueue({ connection, catalog });
    const insert = (row: Sample) => queue.add(() => OPERATIONS.insertOne(queue.schema, 'rows', JSON.stringify(row)));
    const pages = connection.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
    connection.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const outcomes = await Promise.allSettled([insert({ _id: 'b' }), insert({ _id: 'c', text: 'x'.repeat(100_000) })]);
    const failed = outcomes.filter((one) => one.status === 'rejected');
    assert.ok(failed.length > 0);
    for (const { reason } of failed) assert.match(String(explain(reason, 'f')), /the disk is full\. Free some space/);
    const kept = outcomes[0]?.status === 'fulfilled' ? 2 : 1;
    assert.equal(await rows.countDocuments({}), kept);
    connection.exec('PRAGMA max_page_count = 1000000');
    await insert({ _id: 'd', text: 'x'.repeat(100_000) });
    assert.equal(await rows.countDocuments({}), kept + 1);
    connection.close();
  });

  it('fails with a batch what was asked for after it: that may stand only on what failed', async () => {
    await rows.insertOne({ _id: 'a' });
    const connection = new Connection(join(folder(), 'test.db'), { readOnly: false });
    const catalog = new Catalog(connection);
    catalog.refresh();
    const queue = new WriteQueue({ connection, catalog });
    const pages = connection.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
    connection.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const insert = (row: Sample) => queue.add(() => OPERATIONS.insertOne(queue.schema, 'rows', JSON.stringify(row)));
    // More than one batch takes; only the first does not fit.
    const tooMuch = insert({ _id: 'b', text: 'x'.repeat(100_000) });
    const others = Array.from({ length: 600 }, (_, i) => insert({ _id: `c${i}` }));
    const outcomes = await Promise.allSettled([tooMuch, ...others]);
    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
    assert.equal(await rows.countDocuments({}), 1);
    connection.close();
  });

  it('gives every caller the class, the code and the words of its error', async () => {
    await rows.insertOne({ _id: 'a', text: 'x' });
    await assert.rejects(rows.insertOne({ _id: 'a' }), (error: Error) => {
      return error instanceof DuplicateKeyError && isTaken(error) && /collection: rows index: _id_/.test(error.message);
    });
    await assert.rejects(rows.updateOne({ _id: 'a' }, { $inc: { text: 1 } }), { code: 14, message: /not a number/ });
    await assert.rejects(rows.createIndex({ 'a.0': 1 }), TypeError);
  });

  it('fails what is asked of a store that was closed', async () => {
    const closed = await openEmbedded(join(folder(), 'other.db'));
    await closed.close();
    await assert.rejects(new EmbeddedCollection<Sample>(closed, 'rows').insertOne({ _id: 'a' }), /closed/);
  });

  it('waits for another process that holds the lock, without stopping this one', async () => {
    const other = new Connection(join(folder(), 'test.db'), { readOnly: false });
    other.exec('BEGIN IMMEDIATE');
    let turns = 0;
    let isDone = false;
    const writing = rows.insertOne({ _id: 'a' }).then(() => {
      isDone = true;
    });
    while (turns < 200) await new Promise((resolve) => setImmediate(resolve)).then(() => turns++);
    assert.equal(isDone, false);
    assert.equal(await rows.countDocuments({}), 0);
    other.exec('COMMIT');
    await writing;
    assert.equal(await rows.countDocuments({}), 1);
    other.close();
  });
});
