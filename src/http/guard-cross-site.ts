/**
 * Refuses writes another site's page makes in a visitor's browser. The session cookie is SameSite=Strict already; this also
 * covers logging in, sibling subdomains and browsers that know no SameSite.
 */
import type { Context, Next } from 'koa';
import { Problem } from '../errors.ts';
import { readCredentials } from './get-visitor.ts';

/** What a browser says about where a request comes from; '' when it says nothing. */
export interface Provenance {
  readonly fetchSite: string;
  readonly origin: string;
  /** Host header of the request. */
  readonly host: string;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Middleware. Bearer tokens pass: no browser adds one by itself, as it does with the Basic login of a proxy. */
export function guardCrossSite(publicUrl: string): (ctx: Context, next: Next) => Promise<void> {
  const ownOrigin = new URL(publicUrl).origin;
  return async (ctx, next) => {
    const isGuarded = !READS.has(ctx.method) && readCredentials(ctx).bearer === null;
    const from = { fetchSite: ctx.get('sec-fetch-site'), origin: ctx.get('origin'), host: ctx.get('host') };
    if (isGuarded && !isOwnSite(from, ownOrigin)) {
      throw new Problem('no-right', '请求来自其他网站，已拒绝。请从本系统的页面操作。');
    }
    await next();
  };
}

/**
 * True when the request comes from our own pages or from no browser: every browser sends Origin with a cross-site POST
 * (fetch.spec.whatwg.org, "append a request Origin header"), programs send neither.
 */
export function isOwnSite({ fetchSite, origin, host }: Provenance, ownOrigin: string): boolean {
  if (origin !== '' && origin === ownOrigin) return true;
  if (fetchSite !== '') return fetchSite === 'same-origin' || fetchSite === 'none';
  return origin === '' || (URL.canParse(origin) && new URL(origin).host === host);
}
