import assert from 'node:assert/strict';
import { brotliDecompressSync } from 'node:zlib';
import { pageHeaders } from '../../src/site/answer-page.ts';
import { openPages } from '../../src/site/find-pages.ts';
import { openPageMemory } from '../../src/site/page-memory.ts';
import { sitePages } from '../../src/site/site-pages.ts';
import { type SiteVersion, watchSiteVersion } from '../../src/site/site-version.ts';
import { listWarm, warmPages } from '../../src/site/warm-pages.ts';
import { DatabaseStalled } from '../../src/store/is-unavailable.ts';
import { memoryLog, SITE_URL } from '../support/channel-tools.ts';
import { openPublicSite, type PublicSite, siteConfig } from './open-public-site.ts';

describe('pages made beforehand', () => {
  let site: PublicSite;
  let version: SiteVersion | null;
  beforeEach(async () => {
    site = await openPublicSite();
    version = null;
  });
  afterEach(async () => {
    await version?.close();
    await site.close();
  });

  /** What a start on this store begins with: nothing in memory, nothing known of the site's version. */
  const start = async (pages = openPages(site.db)) => {
    await site.version.close(); // counts what was published
    const { log, lines } = memoryLog();
    version = watchSiteVersion(site.db);
    const memory = openPageMemory(version, pageHeaders);
    const parts = { db: site.db, config: siteConfig, siteUrl: SITE_URL, memory };
    return { memory, version, lines, ...warmPages({ site: [sitePages(parts)], memory, version, pages, log }) };
  };

  it('are there when they are first asked for, as readers get them, compressed', async () => {
    await site.publish({ release: 'r1', title: '停水公告' });
    const { text } = await site.get('/p/r1.html');
    const { memory, done } = await start();
    await done;
    for (const path of ['/', '/c/notices/', '/c/proposals/', '/p/r1.html', '/rss.xml'])
      assert.equal(memory.find(path, 0)?.status, 200, path);
    const article = memory.find('/p/r1.html', 0)?.form('br').body ?? Buffer.of();
    assert.equal(brotliDecompressSync(article).toString(), text);
  });

  it('are the home page, the lists the public is led to, the newest articles; none of an empty site', async () => {
    assert.deepEqual(await listWarm(openPages(site.db)), []);
    for (let i = 0; i < 3; i++) {
      site.clock.pass(1000);
      await site.publish({ release: `r${i}` });
    }
    const paths = await listWarm(openPages(site.db));
    assert.deepEqual(paths.slice(0, 2), ['/', '/c/notices/']);
    assert.deepEqual(paths.slice(-4), ['/p/r2.html', '/p/r1.html', '/p/r0.html', '/rss.xml']);
  });

  it('are no longer good once something changes', async () => {
    await site.publish({ release: 'r1' });
    const started = await start();
    await started.done;
    started.version.changed();
    assert.equal(started.memory.find('/', 0), null);
  });

  it('are no more made once the service stops', async () => {
    for (let i = 0; i < 3; i++) await site.publish({ release: `r${i}` });
    const { memory, stop } = await start();
    await stop();
    assert.equal(memory.last('/p/r0.html'), null);
  });

  it('do without a store: an outage is not told again, what else breaks is', async () => {
    const failing = (error: Error) => ({ ...openPages(site.db), list: () => Promise.reject(error) });
    for (const [error, told] of [
      [new DatabaseStalled('away'), 0],
      [new TypeError('broken'), 1],
    ] as const) {
      const { lines, done, version: watched } = await start(failing(error));
      await done;
      await watched.close();
      assert.equal(lines.length, told, lines.join());
    }
  });
});
