import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { codingOf, holds } from '../../src/site/page-door.ts';
import { type Finished, openPageMemory } from '../../src/site/page-memory.ts';
import type { SiteVersion } from '../../src/site/site-version.ts';
import { openPublicSite, type PublicSite } from './open-public-site.ts';

function aWatch(): SiteVersion & { version: number; known: boolean } {
  return {
    version: 1,
    known: true,
    current() {
      return this.version;
    },
    isKnown() {
      return this.known;
    },
    changed() {},
    async look() {},
    async close() {},
  };
}

function aPage(changes: Partial<Finished> = {}): Finished {
  const content = `<p>${'停水公告。'.repeat(400)}</p>`;
  const page = { status: 200, type: 'text/html; charset=utf-8', content, etag: 'abc', caching: 'public, max-age=30' };
  return { ...page, isForEver: false, ...changes } as Finished;
}

describe('the memory of finished pages', () => {
  const opened = () => {
    const watch = aWatch();
    const memory = openPageMemory(
      { ...watch, current: () => watch.version, isKnown: () => watch.known },
      { 'X-A': 'b' },
    );
    return { watch, memory };
  };

  it('has a page as long as the site has not changed', () => {
    const { watch, memory } = opened();
    memory.keep('/', aPage(), memory.version());
    assert.ok(memory.find('/', 0));
    assert.equal(memory.find('/other', 0), null);
    watch.version = 2;
    assert.equal(memory.find('/', 0), null);
  });

  it('takes a page that was being made while the site changed for stale', () => {
    const { watch, memory } = opened();
    const before = memory.version();
    watch.version = 2;
    memory.keep('/', aPage(), before);
    assert.equal(memory.find('/', 0), null);
  });

  it('has it made anew once after half a minute, while everybody else gets what is there', () => {
    const { memory } = opened();
    memory.keep('/', aPage(), memory.version());
    assert.ok(memory.find('/', 1000));
    assert.ok(memory.find('/', 30_999));
    assert.equal(memory.find('/', 31_000), null);
    assert.ok(memory.find('/', 31_001));
    assert.equal(memory.find('/', 36_000), null, 'whoever was to make it anew may have failed');
  });

  it('has everything while the store is away, whatever changed before', () => {
    const { watch, memory } = opened();
    memory.keep('/', aPage(), memory.version());
    watch.version = 2;
    watch.known = false;
    assert.ok(memory.find('/', 0));
    assert.ok(memory.last('/'));
  });

  it('never has what does not change made anew', () => {
    const { watch, memory } = opened();
    memory.keep('/assets/a.css', aPage({ isForEver: true }), memory.version());
    watch.version = 2;
    assert.ok(memory.find('/assets/a.css', 1e9));
  });

  it('keeps so many bytes and forgets the oldest first, and nothing very large', () => {
    const { memory } = opened();
    const picture = Buffer.alloc(2 * 1024 * 1024, 1);
    for (let i = 0; i < 60; i++) memory.keep(`/media/${i}`, aPage({ type: 'image/png', content: picture }), 1);
    assert.equal(memory.last('/media/0'), null);
    assert.ok(memory.last('/media/59'));
    memory.keep('/media/huge', aPage({ type: 'image/png', content: Buffer.alloc(2 * 1024 * 1024 + 1) }), 1);
    assert.equal(memory.last('/media/huge'), null);
  });

  it('compresses text, not pictures, and tells the codings apart by tag', () => {
    const { memory } = opened();
    const page = aPage();
    memory.keep('/', page, 1);
    const kept = memory.last('/');
    assert.equal(gunzipSync(kept?.form('gzip').body ?? '').toString(), page.content);
    assert.equal(brotliDecompressSync(kept?.form('br').body ?? '').toString(), page.content);
    const tags = (['identity', 'gzip', 'br'] as const).map((coding) => kept?.form(coding).etag);
    assert.deepEqual(tags, ['"abc"', '"abc-gzip"', '"abc-br"']);
    memory.keep('/p.png', aPage({ type: 'image/png', content: Buffer.alloc(5000, 7) }), 1);
    assert.ok(!memory.last('/p.png')?.form('br').headers.includes('Content-Encoding'));
  });

  it('reads Accept-Encoding as it is meant', () => {
    const asked = ['gzip, deflate, br', 'gzip', 'br;q=0, gzip', '*', '*, br;q=0', 'identity', '', 'gzip;q=0.000', 'BR'];
    const codings = ['br', 'gzip', 'gzip', 'br', 'gzip', 'identity', 'identity', 'identity', 'br'];
    assert.deepEqual(asked.map(codingOf), codings);
  });

  it('knows its own tags, strong or weak, in any coding', () => {
    for (const tag of ['"abc"', 'W/"abc"', '"x", "abc-br"', 'W/"abc-gzip"']) assert.ok(holds(tag, 'abc'), tag);
    for (const tag of [undefined, '', '"ab"', 'abc', '"abc-zz"', '"xabc"']) assert.ok(!holds(tag, 'abc'), String(tag));
  });
});

describe('a page that was read before', () => {
  let site: PublicSite;
  beforeEach(async () => {
    site = await openPublicSite();
    await site.publish();
  });
  afterEach(() => site.close());

  it('comes from memory, the same to the last byte, with the same headers', async () => {
    const first = await site.get('/p/r1.html');
    assert.deepEqual(site.fromMemory, []);
    const second = await site.get('/p/r1.html');
    assert.deepEqual(site.fromMemory, ['200']);
    assert.equal(second.text, first.text);
    const named = ['content-type', 'cache-control', 'content-security-policy', 'x-content-type-options', 'vary'];
    for (const name of named) assert.equal(second.response.headers.get(name), first.response.headers.get(name), name);
    assert.match(second.response.headers.get('content-encoding') ?? '', /^(br|gzip)$/);
  });

  it('is 304 for whoever has it, without a body', async () => {
    const { response } = await site.get('/p/r1.html');
    const etag = response.headers.get('etag') ?? '';
    const again = await site.get('/p/r1.html', { 'if-none-match': etag });
    assert.deepEqual([again.response.status, again.text], [304, '']);
    assert.deepEqual(site.fromMemory, ['304']);
  });

  it('answers HEAD with the headers alone, and other methods not at all', async () => {
    await site.get('/p/r1.html');
    const head = await fetch(`${site.url}/p/r1.html`, { method: 'HEAD' });
    assert.equal(await head.text(), '');
    assert.ok(Number(head.headers.get('content-length')) > 100);
    assert.equal((await fetch(`${site.url}/p/r1.html`, { method: 'POST' })).status, 404);
    assert.deepEqual(site.fromMemory, ['200']);
  });

  it('shows a correction at once, and that of another process as soon as it is looked for', async () => {
    await site.get('/p/r1.html');
    await site.publish({ revision: 2, title: '更正后的公告' });
    assert.ok((await site.get('/p/r1.html')).text.includes('更正后的公告'));
    await site.db.collection('pages').updateOne({ _id: 'r1' }, { $set: { 'article.title': '另一进程的更正' } });
    await site.db.collection('site_states').updateOne({ _id: 'site' }, { $inc: { version: 1 } }, { upsert: true });
    await site.version.look();
    assert.ok((await site.get('/p/r1.html')).text.includes('另一进程的更正'));
  });

  it('stays 410 when it was withdrawn', async () => {
    await site.site.withdraw('r1', '内容有误', site.clock.now());
    await site.get('/p/r1.html');
    const again = await site.get('/p/r1.html');
    assert.deepEqual([again.response.status, site.fromMemory.at(-1)], [410, '410']);
  });

  it('is there while the store is away, and so are its column and the home page', async () => {
    const paths = ['/p/r1.html', '/', '/c/notices/', '/feed.xml'];
    for (const path of paths) await site.get(path);
    site.breakStore();
    await site.version.look();
    for (const path of paths) assert.equal((await site.get(path)).response.status, 200, path);
    assert.equal((await site.get('/p/other.html')).response.status, 500);
  });

  it('is there even before anybody has noticed that the store is away', async () => {
    await site.get('/p/r1.html');
    await site.publish({ release: 'r2' }); // so that what is kept is stale
    site.breakStore();
    assert.equal((await site.get('/p/r1.html')).response.status, 200);
  });
});
