/**
 * Gives each request its number and one log line. The line names the route, never the address asked for, no query, body,
 * header or cookie: those may carry what a citizen wrote.
 */
import { performance } from 'node:perf_hooks';
import type { Context, Next } from 'koa';
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Logger } from '../log.ts';

/** Paths a watchdog asks every few seconds. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

/** Outermost middleware; ctx.state.requestId, also sent as X-Request-Id. */
export function trackRequest(log: Logger, clock: Clock): (ctx: Context, next: Next) => Promise<void> {
  return async (ctx, next) => {
    const startedMs = performance.now();
    const requestId = newId(clock.now());
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    await next();
    const { route = ctx._matchedRoute ?? null, staff = null } = ctx.state;
    const ms = Math.round(performance.now() - startedMs);
    const line = { requestId, method: ctx.method, route, status: ctx.status, ms, staff };
    if (QUIET.has(route)) log.debug(line, 'request');
    else log.info(line, 'request');
  };
}
