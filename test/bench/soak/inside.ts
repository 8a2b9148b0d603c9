/**
 * Loaded into the service's process before its own program (node --import): tells memory and event loop when asked, and
 * lifts the quotas of a real account, which would end the soak after its first hundred posts.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';
import { limits } from '../../../channels/wechat/limits.ts';

/** In MiB and ms; since the sample before. */
export interface Inside {
  readonly rss: number;
  /** After a collection when it was asked for. */
  readonly heap: number;
  /** Of the threads, such as the store's writer, whose memory is not in the figure above. */
  readonly threadsHeap: number;
  readonly external: number;
  readonly isCollected: boolean;
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
  /** What keeps the process busy: sockets, timers, requests. */
  readonly handles: number;
}

/** Still counted before every post, in a window short enough that counting costs what it costs in an office. */
const quotas = (['publish', 'withdraw'] as const).map((action) => ({ action, count: 1000, per: 'minute' as const }));
Object.assign(limits, { quotas });

const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

const toMiB = (bytes: number) => bytes / 2 ** 20;
/** The histogram counts from one timer to the next: what exceeds the timer is delay. */
const toMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

const threads = new Set<Worker>();
process.on('worker', (thread) => {
  threads.add(thread);
  thread.once('exit', () => threads.delete(thread));
});

async function heapOfThreads(): Promise<number> {
  const each = await Promise.all([...threads].map((thread) => thread.getHeapStatistics()));
  return each.reduce((sum, { used_heap_size }) => sum + toMiB(used_heap_size), 0);
}

async function look(collect: boolean): Promise<Inside> {
  const delays = {
    delayP50: toMs(delay.percentile(50)),
    delayP99: toMs(delay.percentile(99)),
    delayMax: toMs(delay.max),
  };
  if (collect) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const threadsHeap = await heapOfThreads();
  const memory = { rss: toMiB(rss), heap: toMiB(heapUsed), threadsHeap, external: toMiB(external) };
  const handles = process.getActiveResourcesInfo().length;
  // The collection itself would show as delay of the next sample.
  if (collect) setTimeout(() => delay.reset(), 50).unref();
  delay.reset();
  return { ...memory, ...delays, handles, isCollected: collect && globalThis.gc !== undefined };
}

process.on('message', async ({ collect }: { readonly collect: boolean }) => {
  const inside = await look(collect);
  process.send?.(inside);
});
// The service must be able to leave by itself.
process.channel?.unref();
