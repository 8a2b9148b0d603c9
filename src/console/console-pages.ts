/**
 * The console under /console: one page that finds its way by address, and its files, which are kept by browsers for ever
 * since their names change with their content. What it shows, it asks of the API with the session's cookie.
 */
import type { Context, Middleware } from 'koa';
import { Problem } from '../errors.ts';
import { plainPage } from '../http/plain-page.ts';
import { type BuiltFile, openBuild } from './read-build.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Middleware; answers what lies under /console and gives everything else on. */
export function consolePages(build = openBuild()): Middleware {
  return async (ctx, next) => {
    const isOurs = ctx.path === '/console' || ctx.path.startsWith('/console/');
    if (!isOurs || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return await next();
    const path = ctx.path.slice('/console/'.length);
    if (path.startsWith('assets/')) return answerAsset(ctx, build()?.files.get(path));
    answerShell(ctx, build()?.files.get('index.html'));
  };
}

function answerAsset(ctx: Context, file: BuiltFile | undefined): void {
  // After an update an open page may ask for a chunk that is gone: it reloads itself (browser/router.ts).
  if (!file) throw new Problem('not-found', '控制台已更新，请刷新页面。');
  ctx.set('Cache-Control', FOR_EVER);
  send(ctx, file);
}

/** Every address is the same page; which of its views is meant, it reads from the address. */
function answerShell(ctx: Context, file: BuiltFile | undefined): void {
  if (!file) {
    answerNotBuilt(ctx);
    return;
  }
  ctx.set('Cache-Control', 'no-cache');
  ctx.set('X-Robots-Tag', 'noindex');
  send(ctx, file);
}

function answerNotBuilt(ctx: Context): void {
  ctx.status = 503;
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Retry-After', '5');
  ctx.set('Refresh', '3');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = plainPage({
    title: '控制台正在准备',
    lines: [
      '首次启动或更新之后，需要十几秒构建页面。本页会自动刷新。',
      '一直停在这里的，请在安装目录运行 npm run build:console，并查看它说了什么。',
    ],
  });
}

function send(ctx: Context, { type, content, gzip }: BuiltFile): void {
  ctx.set('Vary', 'Accept-Encoding');
  ctx.type = type;
  if (gzip && ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
    ctx.set('Content-Encoding', 'gzip');
    ctx.body = gzip;
    return;
  }
  ctx.body = content;
}
