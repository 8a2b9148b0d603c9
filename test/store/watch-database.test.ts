import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Database, Row } from '../../src/store/collection.ts';
import { EmbeddedCollection } from '../../src/store/embedded/embedded-collection.ts';
import type { EmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { isUnavailable } from '../../src/store/is-unavailable.ts';
import type { OpenedDatabase } from '../../src/store/open-database.ts';
import { type WatchedDatabase, watchDatabase } from '../../src/store/watch-database.ts';
import { waitFor } from '../journeys/child-service.ts';
import { memoryLog } from '../support/channel-tools.ts';
import { openFailing } from '../support/failing-database.ts';
import { temporaryFolder } from './embedded/temporary-folder.ts';

interface Note extends Row {
  readonly text: string;
}

const aNote = (n: number, bytes = 10): Note => ({ _id: `n${n}`, text: 'x'.repeat(bytes) });

describe('watchDatabase', () => {
  const folder = temporaryFolder();
  let store: EmbeddedStore;
  let plain: OpenedDatabase;
  let watched: WatchedDatabase | null = null;
  let told: readonly string[];
  let back = 0;

  beforeEach(async () => {
    store = await openEmbedded(join(folder(), 'test.db'));
    const db = { collection: <T extends Row>(name: string) => new EmbeddedCollection<T>(store, name) };
    plain = { db, ping: async () => {}, close: () => store.close() };
  });
  afterEach(() => watched?.close());

  function watch(db: Database = plain.db): WatchedDatabase {
    const { log, lines } = memoryLog();
    told = lines;
    back = 0;
    watched = watchDatabase({ ...plain, db }, log);
    watched.whenBack(() => {
      back += 1;
    });
    return watched;
  }

  const timesTold = (what: RegExp) => told.filter((line) => what.test(line)).length;

  it('answers as the database does, rows one by one too', async () => {
    const notes = watch().db.collection<Note>('notes');
    await notes.insertMany([aNote(1), aNote(2), aNote(3)]);
    await assert.rejects(notes.insertOne(aNote(1)), { code: 11_000 });
    assert.equal((await notes.updateOne({ _id: 'n4' }, { $set: { text: 'new' } }, { upsert: true })).upsertedCount, 1);
    const seen: string[] = [];
    for await (const { _id } of notes.find({}, { sort: { _id: 1 } })) {
      seen.push(_id);
      if (seen.length === 2) break;
    }
    assert.deepEqual(seen, ['n1', 'n2']);
    assert.deepEqual(told, []);
  });

  it('tells an outage and its end once each, and calls whoever waits', async () => {
    const failing = openFailing(plain.db);
    const { db, ping } = watch(failing.db);
    failing.failAt(1, 'outage');
    for (let n = 1; n <= 6; n++) await assert.rejects(db.collection<Note>('notes').insertOne(aNote(n)), isUnavailable);
    await assert.rejects(ping(), /away/);
    assert.equal(back, 0);
    assert.ok(await waitFor(() => back === 1, 5000));
    await ping();
    assert.deepEqual([timesTold(/is away/), timesTold(/database is back/)], [1, 1]);
  });

  it('takes no refusal for an outage', async () => {
    const { db, ping } = watch();
    await db.collection<Note>('notes').insertOne(aNote(1));
    await assert.rejects(db.collection<Note>('notes').insertOne(aNote(1)));
    await assert.rejects(db.collection<Note>('notes').updateOne({ _id: 'n1' }, { $nonsense: {} }));
    await ping();
    assert.deepEqual(told, []);
  });

  it('gives up a short operation that gets no answer', async function () {
    this.timeout(10_000);
    const never = new Promise<never>(() => {});
    const silent = { collection: () => ({ ...plain.db.collection('notes'), insertOne: () => never }) };
    const asked = watch(silent as unknown as Database)
      .db.collection<Note>('notes')
      .insertOne(aNote(1));
    await assert.rejects(asked, { name: 'DatabaseStalled' });
  });
});
