/** The one way an answer of the public site leaves: with an ETag, short shared caching and a policy that runs nothing. */
import type { Context } from 'koa';
import { digestOf } from '../ids.ts';
import { holds } from './page-door.ts';
import type { Finished } from './page-memory.ts';

export interface Answer {
  /** 410 for what was withdrawn: it was here, is gone on purpose, and the page says why (RFC 9110 §15.5.11). */
  readonly status: 200 | 404 | 410;
  readonly type: string;
  readonly content: string;
}

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Long enough to take a rush of readers off the database, short enough that a correction is out at once. */
const SHARED = 'public, max-age=30';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** What every page says about itself, besides what every answer of the service says (http/security-headers.ts). */
export const pageHeaders = { 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff' } as const;

/** Answers 304 instead when the reader has it already. */
export function answerPage(ctx: Context, { status, type, content }: Answer): void {
  const etag = digestOf(content).slice(0, 32);
  if (status !== 404) finish(ctx, { status, type, content, etag, caching: SHARED, isForEver: false });
  ctx.set(pageHeaders);
  ctx.set('Cache-Control', SHARED);
  ctx.vary('Accept-Encoding'); // from memory it comes compressed (page-memory.ts)
  ctx.status = status;
  ctx.etag = etag;
  if (status === 200 && hasAlready(ctx, etag)) {
    ctx.status = 304;
    return;
  }
  ctx.body = content;
  ctx.type = type;
}

/** Answers what is made for one reader alone: a form, what he filled in, what he asked about. Nobody keeps it. */
export function answerReader(ctx: Context, { status, html }: { readonly status: number; readonly html: string }): void {
  ctx.set(pageHeaders);
  ctx.set('Cache-Control', 'no-store');
  ctx.status = status;
  ctx.body = html;
  ctx.type = 'text/html; charset=utf-8';
}

export interface Kept {
  /** Another content has another name. */
  readonly name: string;
  readonly type: string;
  /** Asked only when the reader does not have it yet. */
  readonly content: () => Promise<string | Buffer>;
}

/** Answers what never changes under its address. */
export function answerForEver(ctx: Context, kept: Kept): Promise<void> {
  return answerKept(ctx, kept, FOR_EVER);
}

/** Answers a file whose content never changes, but which must stop being given out when its page is withdrawn. */
export function answerFile(ctx: Context, kept: Kept): Promise<void> {
  return answerKept(ctx, kept, SHARED);
}

/** Under which name it is saved is set before. Nothing is said of it until it is there: an error has no ETag. */
async function answerKept(ctx: Context, { name: etag, type, content: read }: Kept, caching: string): Promise<void> {
  const isHeld = hasAlready(ctx, etag);
  if (!isHeld) {
    const content = await read();
    ctx.body = content;
    const disposition = ctx.response.get('Content-Disposition');
    finish(ctx, { status: 200, type, content, etag, caching, isForEver: caching === FOR_EVER, disposition });
  }
  ctx.set(pageHeaders);
  ctx.set('Cache-Control', caching);
  ctx.etag = etag;
  if (isHeld) ctx.status = 304;
  else ctx.type = type;
}

/** For the memory of finished pages (site-pages.ts). */
function finish(ctx: Context, finished: Finished): void {
  ctx.state.finished = finished;
}

/** Koa's own ctx.fresh sends everything again when the request says no-cache, but that asks us to check, not to repeat. */
function hasAlready(ctx: Context, etag: string): boolean {
  return holds(ctx.get('if-none-match'), etag);
}
