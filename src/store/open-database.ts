/**
 * Opens the store a URL names: MongoDB through the official driver, or a file through the embedded engine. The rest of
 * Sanwei knows only Database (collection.ts) and cannot tell which it got.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Db, MongoClient } from 'mongodb';
import type { Database, Row } from './collection.ts';
import { EmbeddedCollection } from './embedded/embedded-collection.ts';
import { openEmbedded } from './embedded/open-embedded.ts';

export interface OpenedDatabase {
  readonly db: Database;
  /** Lets running writes end, then closes. */
  close(): Promise<void>;
  /** Settles when the store answers, else throws: for /readyz. */
  ping(): Promise<void>;
}

export interface OpenOptions {
  /** How long to look for a MongoDB server before giving up; 10 s unless told. */
  readonly serverSelectionTimeoutMs?: number;
}

const DEFAULT_NAME = 'sanwei';

/**
 * `mongodb://…`, `mongodb+srv://…` or `file:…` (`file:./data/sanwei.db`, `file:///var/lib/sanwei.db`). Throws TypeError on
 * any other URL, StoreFileError when the file cannot be used, MongoServerSelectionError when no server answers.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<OpenedDatabase> {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  switch (scheme) {
    case 'file:':
      return openFile(toPath(url));
    case 'mongodb:':
    case 'mongodb+srv:':
      return openMongo(url, options);
    default:
      // The URL may hold a password: it is not repeated.
      throw new TypeError(`a store URL begins with mongodb://, mongodb+srv:// or file:, not with "${scheme}"`);
  }
}

async function openFile(file: string): Promise<OpenedDatabase> {
  const store = await openEmbedded(file);
  return {
    db: { collection: <T extends Row>(name: string) => new EmbeddedCollection<T>(store, name) },
    close: () => store.close(),
    ping: () => store.read('', () => undefined),
  };
}

function toPath(url: string): string {
  const path = url.startsWith('file://') ? fileURLToPath(url) : decodeURI(url.slice('file:'.length));
  if (path === '' || path.startsWith(':'))
    throw new TypeError('a file: URL names a file, such as file:./data/sanwei.db');
  return resolve(path);
}

async function openMongo(url: string, options: OpenOptions): Promise<OpenedDatabase> {
  const client = new MongoClient(url, {
    appName: 'sanwei',
    ignoreUndefined: true,
    promoteBuffers: true,
    connectTimeoutMS: 10_000,
    // A server that accepts a call and never answers must not hold up a schedule for ever.
    socketTimeoutMS: 60_000,
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 10_000,
    // An acknowledged write survives the loss of the primary (mongodb.com/docs/manual/reference/write-concern).
    writeConcern: { w: 'majority', journal: true },
    retryWrites: true,
  });
  try {
    await client.connect();
  } catch (error) {
    await client.close();
    throw error;
  }
  const db = client.db(databaseNameIn(url));
  return {
    db: toDatabase(db),
    close: () => client.close(),
    ping: async () => {
      await db.command({ ping: 1 });
    },
  };
}

function databaseNameIn(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(url)?.[1];
  return path ? decodeURIComponent(path) : DEFAULT_NAME;
}

/**
 * The driver's Db as it is. The cast is needed only because TypeScript cannot resolve the driver's conditional type
 * OptionalUnlessRequiredId<T> while T is open; for every T that is known it can, and open-database.test.ts proves it does.
 */
function toDatabase(db: Db): Database {
  return db as unknown as Database;
}
