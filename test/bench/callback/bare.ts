/** Koa and nothing else: reads the body, looks at nothing, keeps nothing. What no endpoint on Koa can be faster than. */
import Koa from 'koa';
import getRawBody from 'raw-body';
import { type Contender, serve } from './contender.ts';

export function open(): Promise<Contender> {
  const app = new Koa();
  app.use(async (ctx) => {
    await getRawBody(ctx.req, { length: ctx.request.length ?? null, limit: '1mb', encoding: 'utf-8' });
    ctx.body = 'success';
  });
  return serve(app);
}
