/**
 * pg-boss on PostgreSQL: workers woken by NOTIFY, batches fetched without a pause while they come back full, each job of a
 * batch settled by itself, a heartbeat of 30 s (as long as the others' locks and leases; without one a dead worker's jobs
 * wait for expireInSeconds, 15 minutes), all else as it comes.
 */
import { createHash } from 'node:crypto';
import type { Contender, Place } from './contender.ts';
import { openPoster } from './open-poster.ts';
import { importPeer } from './peers.ts';
import { CONCURRENCY, type Release } from './post.ts';

interface Job {
  readonly id: string;
  readonly data: { readonly key: string; readonly body: string };
}

interface Boss {
  on(event: 'error', heard: (error: Error) => void): void;
  start(): Promise<unknown>;
  stop(options: object): Promise<void>;
  createQueue(name: string, options: object): Promise<void>;
  insert(name: string, jobs: readonly Job[]): Promise<unknown>;
  work(name: string, options: object, handler: (jobs: readonly Job[]) => Promise<unknown>): Promise<string>;
  getDb(): { executeSql(sql: string, values: readonly unknown[]): Promise<{ rows: readonly { count: string }[] }> };
}

const QUEUE = 'posts';
/** One that fetches 50 at a time is fastest here: five of 10 did half as much when tried. */
const WORKERS = 1;
const DONE = `select count(*) from pgboss.job where name = '${QUEUE}' and state = 'completed'`;

/** pg-boss takes UUIDs for ids: one made from the key, so that enqueueing twice makes one job, as with the others. */
function idOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export async function open({ sinkUrl, storeUrl }: Place): Promise<Contender> {
  const { PgBoss } = await importPeer<{ PgBoss: new (options: object) => Boss }>('pg-boss');
  const poster = await openPoster(sinkUrl);
  const boss = new PgBoss({ connectionString: storeUrl, useListenNotify: true });
  boss.on('error', (error) => console.error('pg-boss:', error));
  await boss.start();
  await boss.createQueue(QUEUE, { notify: true, heartbeatSeconds: 30 });
  const countOf = async (sql: string, values: readonly unknown[] = []) =>
    Number((await boss.getDb().executeSql(sql, values)).rows[0]?.count);
  const settle = async ({ id, data }: Job) => {
    try {
      return { id, status: 'completed', output: { ref: await poster.post(data) } };
    } catch (error) {
      return { id, status: 'failed', output: { error: String(error) } };
    }
  };
  return {
    async enqueue({ posts }: Release) {
      await boss.insert(
        QUEUE,
        posts.map(({ key, body }) => ({ id: idOf(key), data: { key, body } })),
      );
    },
    async start() {
      const sizes = { localConcurrency: WORKERS, batchSize: CONCURRENCY / WORKERS };
      const how = { ...sizes, burstWhenBatchFull: true, perJobResults: true };
      await boss.work(QUEUE, how, async (jobs) => await Promise.all(jobs.map(settle)));
    },
    recorded: () => countOf(DONE),
    isRecorded: async ({ posts }) => {
      const ids = posts.map(({ key }) => idOf(key));
      return (await countOf(`${DONE} and id = any($1::uuid[])`, [ids])) === posts.length;
    },
    async close() {
      await boss.stop({ graceful: true });
      await poster.close();
    },
  };
}
