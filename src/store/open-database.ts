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
    db: { collection: <T extends Row>(name: string) => new EmbeddedCollection<T>(store, name), keepsOrder: true },
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

/**
 * A server that is gone or frozen is noticed by its heartbeat, after a second and three: what is under way there then fails,
 * and what is asked next fails after three more. So a request waits seven seconds at worst, while a long question to a server
 * that is alive may take its time. What the URL says holds instead (mongodb.com/docs/manual/reference/connection-string-options).
 * Retried writes are on by the driver's own default: a replica set recognises them by their number and a stand-alone
 * server never gets one, so a retry is not taken for somebody else's insert.
 */
const SETTINGS = {
  heartbeatFrequencyMS: 1000,
  connectTimeoutMS: 3000,
  serverSelectionTimeoutMS: 3000,
  // The last net, for long questions; short ones are given up sooner (watch-database.ts).
  socketTimeoutMS: 60_000,
  // All connections are in use: for so long that the server cannot be well.
  waitQueueTimeoutMS: 10_000,
} as const;

/** How long a start looks for the server: both may have been switched on together. */
const START_LOOK_MS = 10_000;

async function openMongo(url: string, options: OpenOptions): Promise<OpenedDatabase> {
  await requireServer(url, options.serverSelectionTimeoutMs ?? START_LOOK_MS);
  const client = new MongoClient(url, {
    appName: 'sanwei',
    ignoreUndefined: true,
    promoteBuffers: true,
    // An acknowledged write survives the loss of the primary (mongodb.com/docs/manual/reference/write-concern).
    writeConcern: { w: 'majority', journal: true },
    ...notIn(url, SETTINGS),
  });
  const db = client.db(databaseNameIn(url));
  return {
    db: toDatabase(db),
    close: () => client.close(),
    ping: async () => {
      await db.command({ ping: 1 });
    },
  };
}

/** Throws MongoServerSelectionError. */
async function requireServer(url: string, withinMs: number): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: withinMs });
  await client.connect().finally(() => client.close());
}

/** The driver lets options beat the URL; here the operator's word in the URL beats ours. */
function notIn(url: string, settings: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const said = new Set([...new URLSearchParams(url.split('?')[1]).keys()].map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !said.has(name.toLowerCase())));
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
