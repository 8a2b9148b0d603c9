/** What a kill -9 in the middle costs: the worker dies at a moment drawn by chance and is started again at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Name } from './contender.ts';
import { untilRecorded } from './measure.ts';
import type { Options } from './options.ts';
import { LANES } from './post.ts';
import { startSink } from './sink-process.ts';
import { startStore } from './store.ts';
import { startWorker } from './worker-process.ts';

export interface KillFigures {
  /** Share of the posts that had arrived when the kill came. */
  readonly at: number;
  /** From the kill until all were recorded, or until nobody waited any longer. */
  readonly doneMs: number;
  readonly doubled: number;
  readonly lost: number;
  /** Posts that were still not recorded at the end. */
  readonly unrecorded: number;
}

/** Beyond this nobody waits: the peers' own limits are 30 s and looked at every 30 or 60 s. */
const LONGEST_MS = 5 * 60_000;

export async function measureKill(name: Name, { releases }: Options, chance: number): Promise<KillFigures> {
  const sink = await startSink();
  const store = await startStore(name);
  const place = { sinkUrl: sink.url, storeUrl: store.url };
  const posts = releases * LANES.length;
  const at = 0.3 + 0.4 * chance;
  const first = startWorker();
  await first.open(name, place);
  await first.enqueue(0, releases);
  const half = sink.reached(Math.max(1, Math.floor(posts * at)));
  await first.start(null);
  await half;
  await first.kill();
  const start = performance.now();
  const second = startWorker();
  try {
    await second.open(name, place);
    await second.start(null);
    await Promise.race([untilRecorded(second, posts), sleep(LONGEST_MS, null, { ref: false })]);
    const doneMs = performance.now() - start;
    const counts = await sink.counts();
    const unrecorded = posts - (await second.recorded());
    return { at, doneMs, doubled: counts.posts - counts.keys, lost: posts - counts.keys, unrecorded };
  } finally {
    await second.kill();
    await store.stop();
    await sink.stop();
  }
}
