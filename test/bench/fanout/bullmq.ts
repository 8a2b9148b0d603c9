/**
 * BullMQ on Redis, with its defaults: a lock of 30 s, a look for stalled jobs every 30 s, one return from stalled, completed
 * jobs kept. How often Redis flushes is redis-server.ts.
 */
import type { Contender, Place } from './contender.ts';
import { openPoster } from './open-poster.ts';
import { importPeer } from './peers.ts';
import { CONCURRENCY, type Release } from './post.ts';

interface Job {
  readonly id: string;
  readonly data: { readonly key: string; readonly body: string };
}

interface Bulk {
  readonly name: string;
  readonly data: Job['data'];
  readonly opts: { readonly jobId: string; readonly attempts: number };
}

interface Package {
  readonly Queue: new (
    name: string,
    options: object,
  ) => {
    addBulk(jobs: readonly Bulk[]): Promise<unknown>;
    getCompletedCount(): Promise<number>;
    close(): Promise<void>;
  };
  readonly Worker: new (
    name: string,
    work: (job: Job) => Promise<unknown>,
    options: object,
  ) => {
    on(event: 'completed', heard: (job: Job) => void): void;
    on(event: 'error' | 'failed', heard: (...told: readonly unknown[]) => void): void;
    waitUntilReady(): Promise<unknown>;
    close(): Promise<void>;
  };
}

const QUEUE = 'posts';

/** BullMQ takes no colon in an id. */
const idOf = (key: string) => key.replaceAll(':', '-');

export async function open({ sinkUrl, storeUrl }: Place): Promise<Contender> {
  const { Queue, Worker } = await importPeer<Package>('bullmq');
  const poster = await openPoster(sinkUrl);
  const { hostname: host, port } = new URL(storeUrl);
  const connection = { host, port: Number(port), maxRetriesPerRequest: null };
  const queue = new Queue(QUEUE, { connection });
  const completed = new Set<string>();
  let worker: InstanceType<typeof Worker> | null = null;
  return {
    async enqueue({ posts }: Release) {
      // Three attempts: a lost connection is no reason to give a post up.
      await queue.addBulk(
        posts.map(({ key, body }) => ({ name: 'post', data: { key, body }, opts: { jobId: idOf(key), attempts: 3 } })),
      );
    },
    async start() {
      worker = new Worker(QUEUE, ({ data }) => poster.post(data), { connection, concurrency: CONCURRENCY });
      worker.on('error', (error) => console.error('bullmq:', error));
      worker.on('failed', (_, error) => console.error('bullmq, failed:', error));
      // Told after Redis has answered that the job is among the completed.
      worker.on('completed', ({ id }) => completed.add(id));
      await worker.waitUntilReady();
    },
    recorded: () => queue.getCompletedCount(),
    isRecorded: async ({ posts }) => posts.every(({ key }) => completed.has(idOf(key))),
    async close() {
      await worker?.close();
      await queue.close();
      await poster.close();
    },
  };
}
