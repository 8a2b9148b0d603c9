/**
 * GET /api/events: what changed, as server-sent events (html.spec.whatwg.org, 9.2). Only kinds of change, so that nothing of
 * a citizen is in it and rights need no second check: a page that is told asks again, and is answered what its person may see.
 */
import { PassThrough } from 'node:stream';
import type { Context } from 'koa';
import { z } from 'zod';
import { seconds } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Change, ChangeFeed } from './change-feed.ts';
import { topics } from './changes.ts';

export interface EventApp {
  readonly changes: ChangeFeed;
  /** Whether whoever asked is still logged in. */
  isStillIn(ctx: Context): Promise<boolean>;
}

const HEARTBEAT_MS = seconds(20);
/** A browser opens one for each tab. */
const MOST_PER_PERSON = 20;

export const changeSchema = z
  .object({ topics: z.array(z.enum(topics)) })
  .describe('事件 change 的 data：哪些种类有了变化；all 表示全部重新读取');

export function eventRoutes(app: EventApp): readonly Endpoint[] {
  const open = new Map<string, number>();
  return [
    staffEndpoint({
      method: 'GET',
      path: '/api/events',
      summary: '变化通知（text/event-stream）：只说哪一类有了变化，不含内容；用 Last-Event-ID 接续',
      tag: '运行',
      answer: changeSchema,
      handle: async ({ ctx, person }) => {
        const count = open.get(person.id) ?? 0;
        if (count >= MOST_PER_PERSON) {
          throw new Problem('too-many-requests', '打开的页面太多，请关闭一些再试。', { retryAfterSeconds: 60 });
        }
        open.set(person.id, count + 1);
        const leave = () => void open.set(person.id, (open.get(person.id) ?? 1) - 1);
        answerStream(app, ctx, leave);
      },
    }),
  ];
}

function answerStream({ changes, isStillIn }: EventApp, ctx: Context, leave: () => void): void {
  const stream = new PassThrough();
  const tell = ({ id, topics: changed }: Change) =>
    void stream.write(`id: ${id}\nevent: change\ndata: ${JSON.stringify({ topics: changed })}\n\n`);
  const end = () => void stream.end();
  const beat = setInterval(async () => {
    // A session that has ended must not go on being told.
    if (await isStillIn(ctx).catch(() => true)) stream.write(': \n\n');
    else stream.end('event: ended\ndata: {}\n\n');
  }, HEARTBEAT_MS).unref();
  const unfollow = changes.follow(tell);
  changes.closing.addEventListener('abort', end, { once: true });
  stream.once('close', () => {
    clearInterval(beat);
    unfollow();
    changes.closing.removeEventListener('abort', end);
    leave();
  });
  ctx.req.once('close', () => stream.destroy());
  ctx.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  ctx.type = 'text/event-stream; charset=utf-8';
  ctx.body = stream;
  stream.write('retry: 3000\n\n');
  const missed = changes.since(ctx.get('last-event-id'));
  if (ctx.get('last-event-id') !== '' && missed.topics.length > 0) tell(missed);
  if (changes.closing.aborted) end();
}
