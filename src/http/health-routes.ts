/** Is the process up, and may it be given work? Asked by a load balancer or a watchdog, so open to anybody. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';

export interface Probes {
  /** Asks the store something small; rejects when it cannot be reached. */
  pingStore(): Promise<unknown>;
  /** True once everything that has to be opened is open, and until it is being closed. */
  isStarted(): boolean;
}

/** A watchdog gives up after a few seconds; an answer must come before. */
const PING_LIMIT_MS = 2000;

export function healthRoutes(probes: Probes): Endpoint[] {
  return [
    openEndpoint({
      method: 'GET',
      path: '/healthz',
      summary: '进程是否在运行',
      tag: '运行',
      open: true,
      answer: z.object({ alive: z.literal(true) }),
      handle: async () => ({ alive: true }),
    }),
    openEndpoint({
      method: 'GET',
      path: '/readyz',
      summary: '是否可以受理请求（数据库可用且已启动完毕）',
      tag: '运行',
      open: true,
      answer: z.object({ ready: z.literal(true) }),
      handle: async () => {
        if (!probes.isStarted()) throw notReady('正在启动或正在停止');
        if (!(await answers(probes))) throw notReady('数据库没有应答');
        return { ready: true };
      },
    }),
  ];
}

async function answers(probes: Probes): Promise<boolean> {
  const stop = new AbortController();
  const late = wait(PING_LIMIT_MS, false, { signal: stop.signal, ref: false }).catch(() => false);
  const pinged = probes.pingStore().then(
    () => true,
    () => false,
  );
  const isPinged = await Promise.race([pinged, late]);
  stop.abort();
  return isPinged;
}

function notReady(why: string): Problem {
  return new Problem('unavailable', `${why}。请稍后重试。`, { retryAfterSeconds: 5 });
}
