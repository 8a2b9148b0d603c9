/** The two stores, as far as a proof needs them: a fresh one for each seed, filled like another, read at the end, dropped. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startMongoServer } from '../support/mongo-server.ts';

export const storeNames = ['embedded', 'mongodb'] as const;
export type StoreName = (typeof storeNames)[number];

export interface StoreKind {
  readonly name: StoreName;
  /** Address of a store of this name; `folder` is its own. */
  urlOf(name: string, folder: string): string;
  /** Makes a store that is not open like another one. */
  copy(from: string, to: string): Promise<void>;
  drop(url: string): Promise<void>;
  close(): Promise<void>;
}

export async function openStores(name: StoreName): Promise<StoreKind> {
  return name === 'embedded' ? embedded : await openMongo();
}

const embedded: StoreKind = {
  name: 'embedded',
  urlOf: (_name, folder) => `file:${join(folder, 'sanwei.db')}`,
  async copy(from, to) {
    for (const ending of ['', '-wal', '-shm']) await copyIfThere(fileOf(from) + ending, fileOf(to) + ending);
  },
  async drop(url) {
    for (const ending of ['', '-wal', '-shm']) await rm(fileOf(url) + ending, { force: true });
  },
  close: async () => {},
};

const fileOf = (url: string) => url.slice('file:'.length);

async function copyIfThere(from: string, to: string): Promise<void> {
  await cp(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function openMongo(): Promise<StoreKind> {
  const server = await startMongoServer();
  const client = await MongoClient.connect(server.url);
  const own = client.db().databaseName;
  const databaseOf = (url: string) => client.db(new URL(url).pathname.slice(1));
  return {
    name: 'mongodb',
    urlOf: (name) => server.url.replace(`/${own}`, `/${own}_${name}`),
    async copy(from, to) {
      const target = databaseOf(to);
      for (const { name } of await databaseOf(from).listCollections().toArray()) {
        const rows = await databaseOf(from).collection(name).find().toArray();
        if (rows.length > 0) await target.collection(name).insertMany(rows);
      }
    },
    drop: async (url) => void (await databaseOf(url).dropDatabase()),
    async close() {
      await client.close();
      await server.stop();
    },
  };
}
