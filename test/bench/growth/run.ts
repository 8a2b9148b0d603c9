/**
 * How cost grows with what is in the store: `npm run bench:growth`, options in options.ts. The past is filled in stages; at
 * each size everything is measured in a fresh process.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMongoServer } from '../../support/mongo-server.ts';
import { fill } from './fill.ts';
import { MOST_ON_TEST_SERVER, type Options, readOptions, type StoreName } from './options.ts';
import { showGrowth, showPlans } from './show.ts';
import type { Measured } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

interface Place {
  readonly url: string;
  close(): Promise<void>;
}

async function openPlace(store: StoreName): Promise<Place> {
  if (store === 'mongodb') {
    const { url, stop } = await startMongoServer();
    return { url, close: stop };
  }
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-growth-'));
  return { url: `file:${join(folder, 'sanwei.db')}`, close: () => rm(folder, { recursive: true, force: true }) };
}

async function grow(store: StoreName, { sizes, explains }: Options): Promise<void> {
  const place = await openPlace(store);
  const all: Measured[] = [];
  try {
    let filled = 0;
    const isTestServer = store === 'mongodb' && !process.env.MONGODB_URL;
    for (const size of sizes.filter((one) => !isTestServer || one <= MOST_ON_TEST_SERVER)) {
      const start = performance.now();
      await fill(place.url, filled, size);
      console.error(`${store}: ${size} filled in ${((performance.now() - start) / 1000).toFixed(0)} s`);
      filled = size;
      all.push(await measureIn(place.url, size, explains));
      showGrowth(store, all);
    }
  } finally {
    await place.close();
  }
  if (explains && store === 'embedded') showPlans(all);
  if (store === 'mongodb' && !process.env.MONGODB_URL) {
    console.log('This server ignores indexes that are not unique and reads whole collections: not MongoDB’s growth.');
  }
}

async function measureIn(url: string, size: number, explains: boolean): Promise<Measured> {
  const child = fork(WORKER, [url, String(size), explains ? 'explain' : '']);
  const message = once(child, 'message') as Promise<[Measured]>;
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`measuring ${size} ended with ${code}`);
  });
  gone.catch(() => {});
  const [measured] = await Promise.race([message, gone]);
  return measured;
}

const options = readOptions(process.argv.slice(2));
for (const store of options.stores) await grow(store, options);
