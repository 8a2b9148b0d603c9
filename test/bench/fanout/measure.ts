/** One contender, one round: everything enqueued, worked off by 50 calls at a time, then releases one by one. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Name } from './contender.ts';
import { watchMemory } from './memory.ts';
import type { Options } from './options.ts';
import { LANES } from './post.ts';
import { startSink } from './sink-process.ts';
import { startStore } from './store.ts';
import { startWorker, type Worker } from './worker-process.ts';

export interface Figures {
  readonly enqueueMs: number;
  /** Posts per second, from the start of working until all are recorded. */
  readonly perSecond: number;
  /** The same, with the time to enqueue. */
  readonly perSecondInAll: number;
  readonly singles: readonly number[];
  readonly workerMiB: number;
  /** Of its server; null where there is none. */
  readonly serverMiB: number | null;
  readonly doubled: number;
  readonly lost: number;
}

export async function measure(name: Name, { releases, singles, profileTo }: Options): Promise<Figures> {
  const sink = await startSink();
  const store = await startStore(name);
  const memory = watchMemory(store.pid);
  const worker = startWorker();
  try {
    const posts = releases * LANES.length;
    await worker.open(name, { sinkUrl: sink.url, storeUrl: store.url });
    const enqueueMs = await worker.enqueue(0, releases);
    const arrived = sink.reached(posts);
    const start = performance.now();
    await worker.start(profileTo);
    await arrived;
    await untilRecorded(worker, posts);
    const workMs = performance.now() - start;
    await worker.stopProfile();
    const workerMiB = await worker.peakMiB();
    const took = await worker.singles(releases, singles);
    const counts = await sink.counts();
    const keys = (releases + singles) * LANES.length;
    await worker.stop();
    return {
      enqueueMs,
      perSecond: (posts * 1000) / workMs,
      perSecondInAll: (posts * 1000) / (workMs + enqueueMs),
      singles: took,
      workerMiB,
      serverMiB: memory.peakMiB(),
      doubled: counts.posts - counts.keys,
      lost: keys - counts.keys,
    };
  } finally {
    await worker.kill();
    memory.stop();
    await store.stop();
    await sink.stop();
  }
}

/** Asks seldom enough that counting costs the worker a fifth of its time at most. */
export async function untilRecorded(worker: Worker, posts: number): Promise<void> {
  for (;;) {
    const before = performance.now();
    if ((await worker.recorded()) >= posts) return;
    await sleep(Math.max(5, 4 * (performance.now() - before)));
  }
}
