import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import { copyPublic } from '../../src/interaction/copy-public-routes.ts';
import { submissionIndexes } from '../../src/interaction/submission.ts';
import { fileOf } from '../../src/site/static-files.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { aPicture, SITE_URL } from '../support/channel-tools.ts';
import { openPublicSite, type PublicSite, siteConfig } from './open-public-site.ts';

describe('the static copy of the site', () => {
  let site: PublicSite;
  let folder: string;
  beforeEach(async () => {
    site = await openPublicSite();
    await ensureIndexes(site.db, submissionIndexes);
    folder = await mkdtemp(join(tmpdir(), 'sanwei-export-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await site.close();
  });

  const copy = (liveUrl = '') => copyPublic({ db: site.db, config: siteConfig, siteUrl: SITE_URL, liveUrl, folder });
  const read = (path: string) => readFile(join(folder, fileOf(path)), 'utf8');

  it('has every page, list, feed, picture and the page for what is not there, as the service shows them', async () => {
    const { picture, bytes } = aPicture();
    await site.media.put(bytes, { by: 's1', now: site.clock.now() });
    const body = `<p><img src="/media/${picture.id}" alt="图"></p>`;
    await site.publish({
      release: 'r1',
      column: 'documents',
      pictures: [picture],
      body,
      catalogue: { theme: 'finance' },
    });
    for (let i = 0; i < 25; i++) await site.publish({ release: `n${i}` });
    const copied = await copy();
    assert.deepEqual(copied.failed, []);
    const paths = [
      '/',
      '/p/r1.html',
      '/c/notices/',
      '/c/notices/2.html',
      '/c/documents/by/finance/2026/',
      '/interact/',
    ];
    for (const path of [...paths, '/feed.xml', '/sitemap.xml', '/sitemap-2026-03.xml', '/robots.txt']) {
      const { text } = await site.get(path);
      if (path === '/interact/') assert.ok((await read(path)).includes('领导信箱'));
      else assert.equal(await read(path), text, path);
    }
    assert.deepEqual(await readFile(join(folder, 'media', picture.id)), Buffer.from(bytes));
    assert.ok((await read('/404.html')).includes('没有找到'));
  });

  it('holds together: every link of a page leads to a file, or to what only the service can do', async () => {
    for (let i = 0; i < 25; i++) await site.publish({ release: `n${i}`, column: i % 2 ? 'notices' : 'documents' });
    await copy();
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
    for (const file of files) {
      const $ = load(await readFile(join(folder, file), 'utf8'));
      for (const one of $('a[href^="/"], link[href^="/"], img[src^="/"]').toArray()) {
        const href = ('attribs' in one && (one.attribs.href ?? one.attribs.src)) || '';
        const isLive = /^\/(interact\/(letter|request|correction|comment|lookup|surveys)|search|data)\//.test(href);
        if (!isLive) assert.ok(existsSync(join(folder, fileOf(href))), `${file}: ${href}`);
      }
    }
  });

  it('writes only what has changed, and what was withdrawn says so in its place', async () => {
    await site.publish({ release: 'r1', title: '有误的公告' });
    await site.publish({ release: 'r2', title: '另一公告' });
    const first = await copy();
    assert.ok(first.written > 20);
    const again = await copy();
    assert.deepEqual([again.written, again.removed, again.unchanged], [0, 0, first.written]);
    await site.site.withdraw('r1', '时间有误', site.clock.now());
    const after = await copy();
    assert.ok(after.written > 0 && after.written < first.written);
    assert.ok((await read('/p/r1.html')).includes('时间有误'));
    for (const path of ['/p/r1.html', '/', '/c/notices/', '/feed.xml'])
      assert.ok(!(await read(path)).includes('有误的公告'), path);
  });

  it('takes away what is no longer there, and nothing that others put beside it', async () => {
    for (let i = 0; i < 21; i++) await site.publish({ release: `n${i}` });
    await copy();
    await writeFile(join(folder, 'google.html'), 'x');
    assert.ok(existsSync(join(folder, 'c/notices/2.html')));
    await site.site.withdraw('n0', '内容有误', site.clock.now());
    assert.equal((await copy()).removed, 1);
    assert.ok(!existsSync(join(folder, 'c/notices/2.html')));
    assert.ok(existsSync(join(folder, 'google.html')));
  });

  it('leads to the service for forms, search and data', async () => {
    await site.publish();
    await copy('https://live.example.gov.cn');
    const $ = load(await read('/p/r1.html'));
    assert.equal($('.quick').attr('action'), 'https://live.example.gov.cn/search/');
    assert.match($('.voices a').first().attr('href') ?? '', /^https:\/\/live\.example\.gov\.cn\/interact\/comment\//);
    assert.equal($('nav.where a').attr('href'), '/');
  });

  it('never leaves its folder', () => {
    for (const path of ['/../x.html', '/c/..%2f..%2fetc/passwd', '/a//b', '/%00'])
      assert.throws(() => fileOf(path), path);
  });
});
