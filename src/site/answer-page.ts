/** The one way an answer of the public site leaves: with an ETag, short shared caching and a policy that runs nothing. */
import type { Context } from 'koa';
import { digestOf } from '../ids.ts';

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
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Long enough to take a rush of readers off the database, short enough that a correction is out at once. */
const SHARED = 'public, max-age=30';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Answers 304 instead when the reader has it already. */
export function answerPage(ctx: Context, { status, type, content }: Answer): void {
  ctx.set('Content-Security-Policy', POLICY);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Cache-Control', SHARED);
  ctx.status = status;
  const etag = digestOf(content).slice(0, 32);
  ctx.etag = etag;
  if (status === 200 && hasAlready(ctx, etag)) {
    ctx.status = 304;
    return;
  }
  ctx.body = content;
  ctx.type = type;
}

/** Answers what never changes under its address; `content` is asked only when the reader does not have it yet. */
export async function answerForEver(
  ctx: Context,
  { name, type, content }: { name: string; type: string; content: () => Promise<string | Buffer> },
): Promise<void> {
  const isKept = hasAlready(ctx, name);
  if (!isKept) ctx.body = await content();
  ctx.set('Content-Security-Policy', POLICY);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Cache-Control', FOR_EVER);
  ctx.etag = name;
  if (isKept) ctx.status = 304;
  else ctx.type = type;
}

/**
 * RFC 9110 §13.1.2. Koa's own ctx.fresh sends everything again when the request says no-cache, but that asks us to check,
 * not to repeat; fetch() says it with every If-None-Match.
 */
function hasAlready(ctx: Context, etag: string): boolean {
  return ctx
    .get('if-none-match')
    .split(/\s*,\s*/)
    .some((kept) => kept.replace(/^W\//, '') === `"${etag}"`);
}
