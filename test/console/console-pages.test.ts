/** The console's files over HTTP: which address gets what, for how long browsers may keep it, and what runs meanwhile. */
import assert from 'node:assert/strict';
import { consolePages } from '../../src/console/console-pages.ts';
import type { Build } from '../../src/console/read-build.ts';
import { listen } from '../../src/http/listen.ts';
import { openHttp } from '../../src/http/open-http.ts';
import { aClock, silentLog } from '../support/channel-tools.ts';

const file = (type: string, content: string) => {
  return { type, content: Buffer.from(content), gzip: null };
};
const built: Build = {
  stamp: 'a',
  files: new Map([
    ['index.html', file('text/html; charset=utf-8', '<!doctype html><title>console</title>')],
    ['assets/main-abc.js', file('text/javascript; charset=utf-8', 'let a')],
  ]),
};

async function serve(build: () => Build | null) {
  const http = openHttp({
    endpoints: [],
    pages: [consolePages(build)],
    staff: { findVisitor: async () => null },
    log: silentLog,
    clock: aClock(),
    publicUrl: 'http://127.0.0.1',
    probes: { pingStore: async () => undefined, isStarted: () => true },
  });
  return await listen({ app: http, host: '127.0.0.1', port: 0 });
}

describe('the pages of the console', () => {
  it('answers every address below /console with the shell, which is asked for anew each time', async () => {
    const server = await serve(() => built);
    for (const path of ['/console', '/console/', '/console/releases/01?x=1']) {
      const answer = await fetch(server.url + path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
      assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self';/);
      assert.match(await answer.text(), /<title>console/);
    }
    await server.close();
  });

  it('lets browsers keep its files for ever, and says of a file that an update took away to reload', async () => {
    const server = await serve(() => built);
    const kept = await fetch(`${server.url}/console/assets/main-abc.js`);
    assert.match(kept.headers.get('cache-control') ?? '', /immutable/);
    const gone = await fetch(`${server.url}/console/assets/main-old.js`, { headers: { accept: 'application/json' } });
    assert.equal(gone.status, 404);
    await server.close();
  });

  it('leaves other addresses and other methods to others', async () => {
    const server = await serve(() => built);
    assert.equal((await fetch(`${server.url}/consolex`)).status, 404);
    assert.notEqual((await fetch(`${server.url}/console`, { method: 'POST' })).status, 200);
    await server.close();
  });

  it('says so while it is not built, and comes again by itself', async () => {
    const server = await serve(() => null);
    const answer = await fetch(`${server.url}/console`);
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get('refresh'), '3');
    assert.match(await answer.text(), /npm run build:console/);
    await server.close();
  });
});
