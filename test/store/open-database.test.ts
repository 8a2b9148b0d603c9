import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Collection as DriverCollection } from 'mongodb';
import type { Collection, Row } from '../../src/store/collection.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { temporaryFolder } from './embedded/temporary-folder.ts';

interface Sample extends Row {
  readonly at: Date;
  readonly tags: readonly string[];
}

describe('openDatabase', () => {
  const folder = temporaryFolder();
  const file = () => join(folder(), 'data', 'test.db');

  it("gives the driver's collection as it is: the compiler proves the cast in open-database.ts", () => {
    const asOurs = (collection: DriverCollection<Sample>): Collection<Sample> => collection;
    assert.equal(asOurs.length, 1);
  });

  async function fill(): Promise<void> {
    const { db, close } = await openDatabase(`file:${file()}`);
    await db.collection('rows').insertOne({ _id: 'a' });
    await close();
  }

  it('makes folder and file, for the eyes of its own user only', async () => {
    await fill();
    assert.equal(statSync(file()).mode & 0o777, 0o600);
  });

  it('finds again what was written, by either form of file URL', async () => {
    await fill();
    const { db, close, ping } = await openDatabase(pathToFileURL(file()).href);
    assert.deepEqual(await db.collection('rows').findOne({}), { _id: 'a' });
    await ping();
    await close();
    await close();
    await assert.rejects(ping(), /closed/);
    await assert.rejects(db.collection('rows').findOne({}), /closed/);
    await assert.rejects(db.collection('rows').insertOne({ _id: 'b' }), /closed/);
  });

  it('ends waiting writes before it closes', async () => {
    const { db, close } = await openDatabase(`file:${file()}`);
    const writing = db.collection('rows').insertOne({ _id: 'a' });
    await close();
    await writing;
    const again = await openDatabase(`file:${file()}`);
    assert.equal(await again.db.collection('rows').countDocuments({}), 1);
    await again.close();
  });

  it('refuses other URLs without repeating what may be a password', async () => {
    for (const url of ['postgres://u:geheim@h/db', 'data/sanwei.db', '', 'file:', 'file::memory:']) {
      await assert.rejects(
        openDatabase(url),
        (error: Error) => error instanceof TypeError && !error.message.includes('geheim'),
      );
    }
  });

  it('gives up on a MongoDB server that does not answer', async () => {
    await assert.rejects(openDatabase('mongodb://127.0.0.1:1/x', { serverSelectionTimeoutMs: 50 }), /ECONNREFUSED/);
  });

  it('says what to do about a file that is no database', async () => {
    mkdirSync(join(folder(), 'data'));
    writeFileSync(file(), 'a text that somebody saved here by mistake, long enough to be read as a header '.repeat(20));
    await assert.rejects(openDatabase(`file:${file()}`), /is not a Sanwei store\. Point the store URL at another file/);
  });

  it("leaves another program's database alone", async () => {
    mkdirSync(join(folder(), 'data'));
    const other = new DatabaseSync(file());
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const before = readFileSync(file());
    await assert.rejects(openDatabase(`file:${file()}`), /belongs to another program/);
    assert.deepEqual(readFileSync(file()), before);
  });

  it('refuses a file of a newer format', async () => {
    await fill();
    const newer = new DatabaseSync(file());
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await assert.rejects(openDatabase(`file:${file()}`), /newer Sanwei \(store format 99, this one knows 1\)/);
  });

  it('says what to do about a damaged file', async () => {
    await fill();
    const bytes = readFileSync(file());
    bytes.fill(0xee, 4096);
    writeFileSync(file(), bytes);
    const reading = openDatabase(`file:${file()}`).then(async ({ db, close }) => {
      await db.collection('rows').findOne({}).finally(close);
    });
    await assert.rejects(reading, /is damaged\. Stop Sanwei/);
  });

  it('says what to do about a path where no file can be', async () => {
    mkdirSync(file(), { recursive: true });
    await assert.rejects(openDatabase(`file:${file()}`), /cannot be opened|cannot be written/);
  });
});
