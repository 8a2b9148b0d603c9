/** Requests no endpoint answers: a known path asked the wrong way is 405 with Allow, an unknown one 404. */
import type Router from '@koa/router';
import type { Context, Next } from 'koa';
import { Problem } from '../errors.ts';

/** Middleware behind the endpoints, before the pages: lets through what may be a page. */
export function answerUnknown(router: Router): (ctx: Context, next: Next) => Promise<void> {
  return async (ctx, next) => {
    const known = router.match(ctx.path, ctx.method).path;
    if (known.length > 0) {
      const allowed = [...new Set(known.flatMap((layer) => layer.methods))].sort();
      ctx.set('Allow', allowed.join(', '));
      throw new Problem('method-not-allowed', `此地址不支持 ${ctx.method}。可用的方式：${allowed.join('、')}。`);
    }
    if (ctx.path === '/api' || ctx.path.startsWith('/api/')) throw nothingHere();
    await next();
  };
}

/** Middleware behind everything: a page nobody answered. */
export async function answerNothing(ctx: Context): Promise<void> {
  if (ctx.status === 404 && !ctx.body && ctx.respond !== false) throw nothingHere();
}

function nothingHere(): Problem {
  return new Problem('not-found', '没有这个地址。请核对网址；接口清单见 /api/openapi.json。');
}
