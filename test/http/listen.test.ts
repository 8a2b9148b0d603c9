import assert from 'node:assert/strict';
import Koa from 'koa';
import { listen } from '../../src/http/listen.ts';

/** An app whose /slow answers when told; `started` settles when a request is inside. */
function slowApp() {
  const app = new Koa();
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  app.use(async (ctx) => {
    if (ctx.path === '/slow') {
      begun.resolve();
      await finish.promise;
    }
    ctx.body = 'done';
  });
  return { app, begun: begun.promise, finish: finish.resolve };
}

const at = { host: '127.0.0.1', port: 0 };

describe('listen', () => {
  it('closes at once when nothing runs, whatever connections are kept alive', async () => {
    const { url, close } = await listen({ app: slowApp().app, ...at });
    assert.equal(await (await fetch(url)).text(), 'done');
    const startedMs = performance.now();
    await close();
    // Node itself would keep such a connection for 5 s (server.keepAliveTimeout).
    assert.ok(performance.now() - startedMs < 4000);
    await assert.rejects(fetch(url));
  });

  it('lets a running request finish', async () => {
    const { app, begun, finish } = slowApp();
    const { url, close } = await listen({ app, ...at });
    const answer = fetch(`${url}/slow`).then((response) => response.text());
    await begun;
    const closed = close();
    await assert.rejects(fetch(url));
    finish();
    assert.equal(await answer, 'done');
    await closed;
  });

  it('cuts off what takes too long', async () => {
    const { app, begun } = slowApp();
    const { url, close } = await listen({ app, ...at, closeWithinMs: 50 });
    const cut = assert.rejects(fetch(`${url}/slow`));
    await begun;
    await close();
    await cut;
  });

  it('may be closed twice', async () => {
    const { close } = await listen({ app: slowApp().app, ...at });
    await Promise.all([close(), close()]);
  });

  it('rejects when the port is taken', async () => {
    const { url, close } = await listen({ app: slowApp().app, ...at });
    const port = Number(new URL(url).port);
    await assert.rejects(listen({ app: slowApp().app, host: at.host, port }), { code: 'EADDRINUSE' });
    await close();
  });
});
