/** The store or server of one measurement: fresh, on a free port or in a folder of its own, gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongoServer } from '../../support/mongo-server.ts';
import type { Name } from './contender.ts';
import { startPostgres } from './postgres-server.ts';
import { startRedis } from './redis-server.ts';

export interface Store {
  readonly url: string;
  /** Process id of the server, its children are counted with it; null where there is none or it is unknown. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

const running = new Set<Store>();

/** Starts the one a contender wants; throws with what to install when it cannot. */
export async function startStore(name: Name): Promise<Store> {
  const { url, pid, stop } = await start(name);
  const store: Store = {
    ...{ url, pid },
    async stop() {
      if (running.delete(store)) await stop();
    },
  };
  running.add(store);
  return store;
}

/** Whatever is still running, when the bench ends early. */
export async function stopStores(): Promise<void> {
  for (const store of running) await store.stop();
}

async function start(name: Name): Promise<Store> {
  switch (name) {
    case 'embedded':
      return await inFolder();
    case 'mongodb':
      return await startMongoServer();
    case 'bullmq-everysec':
      return await startRedis('everysec');
    case 'bullmq-always':
      return await startRedis('always');
    case 'pg-boss':
      return await startPostgres();
    case 'bare':
      return { url: '', pid: null, stop: async () => {} };
  }
}

async function inFolder(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-fanout-'));
  const stop = () => rm(folder, { recursive: true, force: true });
  return { url: `file:${join(folder, 'sanwei.db')}`, pid: null, stop };
}
