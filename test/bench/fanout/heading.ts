/** What was measured on what, in front of the tables. */
import { availableParallelism, cpus } from 'node:os';
import type { Name } from './contender.ts';
import { type Options, releasesFor } from './options.ts';
import { peerVersion } from './peers.ts';
import { CONCURRENCY, LANES } from './post.ts';
import { postgresVersion } from './postgres-server.ts';
import { redisVersion } from './redis-server.ts';

export function heading(options: Options): string {
  const { releases, rounds, seed, singles, kills, only } = options;
  const has = (...names: readonly Name[]) => names.some((name) => only.includes(name));
  const posts = releases * LANES.length;
  const processor = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  return [
    `${releases} releases × ${LANES.length} = ${posts} posts, ${CONCURRENCY} calls at a time, ${rounds} rounds, seed ${seed},`,
    `${singles} single releases a round, kills in ${kills} rounds; Node ${process.versions.node}, ${processor}`,
    ...(has('bullmq-everysec', 'bullmq-always') ? [`BullMQ ${peerVersion('bullmq')}, Redis ${redisVersion()}`] : []),
    ...(has('pg-boss') ? [`pg-boss ${peerVersion('pg-boss')}, PostgreSQL ${postgresVersion()}`] : []),
    ...(has('mongodb') ? [`MongoDB protocol: ${releasesFor('mongodb', options)} releases${ownServer()}`] : []),
    `undici ${peerVersion('undici')}`,
  ].join('\n');
}

function ownServer(): string {
  return process.env.MONGODB_URL
    ? ''
    : ' on the in-memory server of our tests, which says nothing about MongoDB itself';
}
