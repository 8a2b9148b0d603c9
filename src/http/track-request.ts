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

/** What is measured of a request: the pattern of its route, never the address asked for. */
export interface Measured {
  readonly method: string;
  /** As declared, or 'none' for what no endpoint answers: pages of the public site among them. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** Methods that endpoints answer; anything else a caller makes up is one and the same. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** Outermost middleware; ctx.state.requestId, also sent as X-Request-Id. */
export function trackRequest(
  log: Logger,
  clock: Clock,
  measure: (request: Measured) => void = () => {},
): (ctx: Context, next: Next) => Promise<void> {
  return async (ctx, next) => {
    const startedMs = performance.now();
    const requestId = newId(clock.now());
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    await next();
    const { route = ctx._matchedRoute ?? null, staff = null } = ctx.state;
    const ms = performance.now() - startedMs;
    const line = { requestId, method: ctx.method, route, status: ctx.status, ms: Math.round(ms), staff };
    const method = METHODS.has(ctx.method) ? ctx.method : 'other';
    measure({ method, route: typeof route === 'string' ? route : 'none', status: ctx.status, ms });
    if (QUIET.has(route)) log.debug(line, 'request');
    else log.info(line, 'request');
  };
}
