/** No queue at all: a list in memory and 50 loops that post. Nothing survives a crash; the upper bound of the others. */
import type { Contender, Place } from './contender.ts';
import { openPoster } from './open-poster.ts';
import { CONCURRENCY, type Post, type Release } from './post.ts';

export async function open({ sinkUrl }: Place): Promise<Contender> {
  const poster = await openPoster(sinkUrl);
  const waiting: Post[] = [];
  const done = new Set<string>();
  let started = false;
  let running = 0;
  let next = 0;

  async function loop(): Promise<void> {
    running += 1;
    for (let post = waiting[next++]; post; post = waiting[next++]) {
      await poster.post(post);
      done.add(post.key);
    }
    next -= 1;
    running -= 1;
  }
  const fill = () => {
    for (let free = Math.min(CONCURRENCY - running, waiting.length - next); free > 0; free--) void loop();
  };
  return {
    async enqueue({ posts }: Release) {
      waiting.push(...posts);
      if (started) fill();
    },
    async start() {
      started = true;
      fill();
    },
    recorded: async () => done.size,
    isRecorded: async ({ posts }) => posts.every(({ key }) => done.has(key)),
    close: () => poster.close(),
  };
}
