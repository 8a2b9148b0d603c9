import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Middleware } from 'koa';
import { minutes } from '../../src/clock.ts';
import { Problem } from '../../src/errors.ts';
import { listTopColumns } from '../../src/release/columns.ts';
import { aPicture, SITE_URL } from '../support/channel-tools.ts';
import { openPublicSite, type PublicSite, siteConfig } from './open-public-site.ts';

const NASTY = '关于“停水”的公告 <b>&"\'</b></title><script>alert(1)</script>';

function tagsOf(html: string): Readonly<Record<string, string>> {
  const $ = load(html);
  const tags = $('meta[name]').toArray();
  return Object.fromEntries(tags.map(({ attribs }) => [attribs.name ?? '', attribs.content ?? '']));
}

/** What a person sees in the main part of the page. */
function wordsOf(html: string): string {
  return load(html)('main').text().replace(/\s+/g, ' ').trim();
}

function checkStructure(html: string): void {
  const $ = load(html);
  assert.match(html, /^<!doctype html>/);
  assert.equal($('html').attr('lang'), 'zh-CN');
  assert.equal($('h1').length, 1);
  assert.equal($('main').length, 1);
  assert.notEqual($('title').text().trim(), '');
  assert.equal($('script, style, [style], iframe').length, 0);
  for (const { attribs } of $.root().find('*').toArray()) {
    for (const name of Object.keys(attribs)) assert.ok(!name.startsWith('on'), name);
  }
  const skip = $('body > a').first();
  assert.deepEqual([skip.attr('href'), $(skip.attr('href') ?? '').length], ['#main', 1], 'the skip link leads nowhere');
  assert.equal($('meta[name=viewport]').attr('content'), 'width=device-width, initial-scale=1');
  const ids = $('[id]')
    .toArray()
    .map(({ attribs }) => attribs.id);
  assert.equal(new Set(ids).size, ids.length);
}

function checkFooter(html: string): void {
  const $ = load(html);
  const words = $('footer').text();
  const { organiser, idCode, icp, police, contact } = siteConfig;
  for (const word of [`主办单位：${organiser}`, `网站标识码：${idCode}`, icp, police, contact.phone]) {
    assert.ok(words.includes(word), `the footer lacks ${word}`);
  }
  const fault = $('footer a').filter((_, link) => $(link).text() === '我为政府网站找错');
  assert.equal(fault.attr('href'), siteConfig.faultReportUrl);
  assert.equal($('footer a:contains(党政机关网站标识)').attr('href'), siteConfig.badgeUrl);
}

describe('the public site', () => {
  let site: PublicSite;
  beforeEach(async () => {
    site = await openPublicSite();
  });
  afterEach(() => site.close());

  describe('an article', () => {
    it('shows everything that was published', async () => {
      await site.publish({ author: '张三', body: '<p>因检修<strong>停水</strong>。</p>' });
      const { response, text } = await site.get('/p/r1.html');
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
      const words = wordsOf(text);
      const shown = [
        '关于城区供水管网检修停水的公告',
        '因检修停水。',
        '罗府公告〔2026〕3号',
        '2026-03-01',
        '2026-03-02 09:00',
      ];
      for (const word of [...shown, '县水务局', '张三', '主动公开', '通知公告']) assert.ok(words.includes(word), word);
      assert.ok(text.includes('<p>因检修<strong>停水</strong>。</p>'));
    });

    it('carries the page tags of the site, its column and itself', async () => {
      const { picture, bytes } = aPicture();
      await site.media.put(bytes, { by: 's1', now: site.clock.now() });
      await site.publish({ pictures: [picture], author: '张三' });
      const { text } = await site.get('/p/r1.html');
      const { viewport: _, description, ...tags } = tagsOf(text);
      assert.equal(description, '3月5日8时至18时，解放路、建设路沿线停水，请提前储水。');
      assert.deepEqual(tags, {
        SiteName: '罗甸县人民政府',
        SiteDomain: 'www.luodian.example',
        SiteIDCode: '5227280001',
        ColumnName: '通知公告',
        ColumnDescription: '发布县人民政府及各部门的通知、公告、公示。',
        ColumnKeywords: '通知,公告,公示',
        ColumnType: '工作动态',
        ArticleTitle: '关于城区供水管网检修停水的公告',
        PubDate: '2026-03-02 09:00',
        ContentSource: '县水务局',
        Author: '张三',
        Description: description,
        Image: `${SITE_URL}/media/${picture.id}`,
        Url: `${SITE_URL}/p/r1.html`,
      });
      assert.equal(load(text)('link[rel=canonical]').attr('href'), `${SITE_URL}/p/r1.html`);
    });

    it('escapes a title that looks like markup, everywhere', async () => {
      await site.publish({
        title: NASTY,
        source: NASTY,
        number: NASTY,
        correction: { note: NASTY, at: site.clock.now() },
      });
      for (const path of ['/p/r1.html', '/', '/c/notices/']) {
        const { text } = await site.get(path);
        checkStructure(text);
        assert.ok(wordsOf(text).includes(NASTY), path);
      }
      const { ArticleTitle, ContentSource } = tagsOf((await site.get('/p/r1.html')).text);
      assert.deepEqual([ArticleTitle, ContentSource], [NASTY, NASTY]);
    });

    it('stays the same page with a query', async () => {
      await site.publish();
      const plain = await site.get('/p/r1.html');
      const marked = await site.get('/p/r1.html?v=3');
      assert.equal(marked.text, plain.text);
    });

    it('says what was corrected and when, once for each correction', async () => {
      await site.publish();
      await site.publish({
        revision: 2,
        correction: { note: '时间由8时改为9时。', at: new Date('2026-03-03T10:00:00+08:00') },
      });
      await site.publish({
        revision: 3,
        title: '停水公告',
        correction: { note: '地点有误。', at: new Date('2026-03-04T10:00:00+08:00') },
      });
      const words = wordsOf((await site.get('/p/r1.html')).text);
      assert.match(
        words,
        /停水公告.*更正说明（2026-03-03 10:00） 时间由8时改为9时。 更正说明（2026-03-04 10:00） 地点有误。/,
      );
    });

    it('and its interpretation link to each other as long as both are there', async () => {
      await site.publish({ title: '某办法', column: 'documents' });
      const interpretation = {
        release: 'r2',
        kind: 'interpretation',
        column: 'interpretations',
        interprets: 'r1',
      } as const;
      const alone = await site.get('/p/r1.html');
      assert.ok(!wordsOf(alone.text).includes('相关解读'));
      await site.publish({ ...interpretation, title: '某办法解读' });
      const document = load((await site.get('/p/r1.html')).text);
      assert.equal(document('aside.related a').attr('href'), '/p/r2.html');
      const explained = load((await site.get('/p/r2.html')).text);
      assert.equal(explained('aside.related a').attr('href'), '/p/r1.html');
      await site.site.withdraw('r1', '信息有误', site.clock.now());
      assert.ok(!wordsOf((await site.get('/p/r2.html')).text).includes('某办法 '));
    });
  });

  describe('a withdrawn page', () => {
    beforeEach(async () => {
      await site.publish({ title: '含个人信息的名单', body: '<p>某某某</p>' });
      await site.site.withdraw('r1', '名单中有个人信息 <b>未作处理</b>', new Date('2026-03-03T10:05:00+08:00'));
    });

    it('explains why and since when, with status 410', async () => {
      const { response, text } = await site.get('/p/r1.html');
      assert.equal(response.status, 410);
      assert.match(wordsOf(text), /该内容已撤回.*名单中有个人信息 <b>未作处理<\/b>.*2026-03-03 10:05/);
      checkStructure(text);
      checkFooter(text);
    });

    it('shows neither title nor text any more, and is in no list', async () => {
      for (const path of [
        '/p/r1.html',
        '/',
        '/c/notices/',
        '/feed.xml',
        '/feed.json',
        '/sitemap.xml',
        '/sitemap-2026-03.xml',
      ]) {
        const { text } = await site.get(path);
        assert.ok(!text.includes('含个人信息的名单') && !text.includes('某某某'), path);
        if (path !== '/p/r1.html') assert.ok(!text.includes('/p/r1.html'), path);
      }
    });
  });

  describe('lists', () => {
    it('show the newest first on the home page, by column', async () => {
      await site.publish({ release: 'old', title: '旧公告' });
      site.clock.pass(minutes(5));
      await site.publish({ release: 'new', title: '新公告' });
      await site.publish({ release: 'doc', title: '某办法', column: 'documents' });
      const { text } = await site.get('/');
      const $ = load(text);
      assert.equal($('h1').text(), '罗甸县人民政府');
      const blocks = $('main section')
        .toArray()
        .map((block) => $(block).text().replace(/\s+/g, ' '));
      assert.match(blocks[0] ?? '', /最新发布.*新公告.*旧公告/);
      assert.match(blocks[1] ?? '', /通知公告.*新公告 2026-03-02 旧公告/);
      assert.match(blocks[2] ?? '', /政府文件.*某办法/);
      assert.equal(blocks.length, 3, 'an empty column has a block');
    });

    it('carry the tags of their column and no article tags', async () => {
      const tags = tagsOf((await site.get('/c/interviews/')).text);
      assert.deepEqual([tags.SiteIDCode, tags.ColumnName, tags.ColumnType], ['5227280001', '在线访谈', '在线访谈']);
      assert.equal(tags.ArticleTitle, undefined);
      assert.equal(tagsOf((await site.get('/')).text).ColumnType, '首页');
    });

    it('go on over pages without losing or repeating one', async () => {
      for (let i = 1; i <= 41; i++) {
        await site.publish({ release: `n${i}`, title: `公告${i}` });
        if (i % 2 === 0) site.clock.pass(1000);
      }
      const found: string[] = [];
      for (let path: string | undefined = '/c/notices/'; path; ) {
        const $ = load((await site.get(path)).text);
        found.push(
          ...$('.links a')
            .toArray()
            .map((link) => $(link).text()),
        );
        path = $('a[rel=next]').attr('href');
      }
      assert.equal(found.length, 41);
      assert.equal(new Set(found).size, 41);
      assert.equal((await site.get('/c/notices/4.html')).response.status, 404);
      assert.match(wordsOf((await site.get('/c/notices/3.html')).text), /上一页 ?第 3 页，共 3 页$/);
    });

    it('say so when a column is empty', async () => {
      const { response, text } = await site.get('/c/proposals/');
      assert.equal(response.status, 200);
      assert.ok(wordsOf(text).includes('本栏目暂时没有内容。'));
    });

    it('are reached from every page for every column', async () => {
      const $ = load((await site.get('/map.html')).text);
      const links = $('header nav a')
        .toArray()
        .map((link) => $(link).attr('href'));
      assert.deepEqual(links, ['/', ...listTopColumns().map(({ id }) => `/c/${id}/`), '/interact/']);
    });
  });

  it('has a sound structure and the required footer on every page', async () => {
    await site.publish();
    for (const path of ['/', '/c/notices/', '/c/proposals/', '/p/r1.html', '/map.html', '/nothing-here']) {
      const { text } = await site.get(path);
      checkStructure(text);
      checkFooter(text);
    }
  });

  describe('caching', () => {
    it('is short and shared, and an unchanged page is not sent again', async () => {
      await site.publish();
      for (const path of ['/', '/c/notices/', '/p/r1.html', '/feed.xml', '/feed.json', '/sitemap.xml', '/robots.txt']) {
        const { response } = await site.get(path);
        const etag = response.headers.get('etag') ?? '';
        assert.match(etag, /^"[0-9a-f]{32}"$/, path);
        assert.equal(response.headers.get('cache-control'), 'public, max-age=30');
        const again = await site.get(path, { 'if-none-match': etag });
        assert.deepEqual([again.response.status, again.text], [304, ''], path);
      }
    });

    it('ends as soon as the page changes', async () => {
      await site.publish();
      const etag = (await site.get('/p/r1.html')).response.headers.get('etag') ?? '';
      await site.publish({ revision: 2, title: '新标题' });
      assert.equal((await site.get('/p/r1.html', { 'if-none-match': etag })).response.status, 200);
    });

    it('of style sheet and pictures lasts for ever', async () => {
      const { picture, bytes } = aPicture();
      await site.media.put(bytes, { by: 's1', now: site.clock.now() });
      const $ = load((await site.get('/')).text);
      const style = $('link[rel=stylesheet]').attr('href') ?? '';
      assert.match(style, /^\/assets\/site\.[0-9a-f]{12}\.css$/);
      for (const [path, type] of [
        [style, 'text/css; charset=utf-8'],
        [`/media/${picture.id}`, 'image/png'],
      ] as const) {
        const { response } = await site.get(path);
        assert.deepEqual([response.status, response.headers.get('content-type')], [200, type]);
        assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
        assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
        const etag = response.headers.get('etag') ?? '';
        assert.equal((await site.get(path, { 'if-none-match': etag })).response.status, 304);
      }
    });
  });

  it('gives the very bytes of a picture', async () => {
    const { picture, bytes } = aPicture();
    await site.media.put(bytes, { by: 's1', now: site.clock.now() });
    const { response } = await site.get(`/media/${picture.id}`);
    assert.equal(response.headers.get('content-length'), String(bytes.length));
  });

  it('lets a page run nothing and be framed by nobody', async () => {
    const policy = (await site.get('/')).response.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "style-src 'self'", "frame-ancestors 'none'"])
      assert.ok(policy.includes(part));
  });

  describe('for programs', () => {
    beforeEach(() =>
      site.publish({
        title: `${NASTY}\u000b`,
        body: '<p><img src="/media/x" alt="" />停水 &amp; 储水</p>',
        summary: '',
      }),
    );

    it('has an Atom feed that is well-formed and whole', async () => {
      const { response, text } = await site.get('/feed.xml');
      assert.equal(response.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
      assert.equal(XMLValidator.validate(text), true);
      const { feed } = new XMLParser({ ignoreAttributes: false }).parse(text);
      assert.equal(feed.entry.id, `${SITE_URL}/p/r1.html`);
      assert.equal(feed.entry.published, '2026-03-02T01:00:00.000Z');
      assert.ok(text.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
      assert.ok(text.includes(`&lt;img src=&quot;${SITE_URL}/media/x&quot;`));
    });

    it('has a JSON feed with the same', async () => {
      const { response, text } = await site.get('/feed.json');
      assert.equal(response.headers.get('content-type'), 'application/feed+json; charset=utf-8');
      const { version, items } = JSON.parse(text);
      assert.equal(version, 'https://jsonfeed.org/version/1.1');
      assert.deepEqual([items[0].id, items[0].summary, items.length], [`${SITE_URL}/p/r1.html`, '停水 & 储水', 1]);
      assert.ok(items[0].content_html.includes(`src="${SITE_URL}/media/x"`));
    });

    it('has a site map by month, which robots.txt names', async () => {
      site.clock.set(new Date('2026-05-31T23:59:00+08:00'));
      await site.publish({ release: 'r2' });
      const { text: index } = await site.get('/sitemap.xml');
      assert.equal(XMLValidator.validate(index), true);
      const files = [...index.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc = '']) => loc.slice(SITE_URL.length));
      assert.deepEqual(files, [
        '/sitemap-columns.xml',
        '/sitemap-2026-03.xml',
        '/sitemap-2026-04.xml',
        '/sitemap-2026-05.xml',
      ]);
      const { text: may } = await site.get('/sitemap-2026-05.xml');
      assert.equal(XMLValidator.validate(may), true);
      assert.deepEqual([may.includes('/p/r2.html'), may.includes('/p/r1.html')], [true, false]);
      assert.ok((await site.get('/robots.txt')).text.includes(`Sitemap: ${SITE_URL}/sitemap.xml`));
    });

    it('answers well-formed even when nothing was published', async () => {
      await site.site.withdraw('r1', '信息有误', site.clock.now());
      for (const path of ['/feed.xml', '/sitemap.xml'])
        assert.equal(XMLValidator.validate((await site.get(path)).text), true);
    });
  });

  describe('a reader who goes astray', () => {
    for (const path of [
      '/nothing',
      '/p/nothing.html',
      '/p/%E0%A4%A.html',
      '/p/..%2f..%2fetc.html',
      '/c/nothing/',
      '/c/notices/0.html',
      '/c/notices/x.html',
      '/c/notices/1e9.html',
      '/sitemap-2026-13.xml',
    ]) {
      it(`gets a page that leads back from ${path}`, async () => {
        const { response, text } = await site.get(path);
        assert.equal(response.status, 404);
        assert.match(wordsOf(text), /没有找到您要访问的页面.*返回首页/);
      });
    }

    it('who leaves out the last slash of a column comes to it all the same', async () => {
      const { response } = await site.get('/c/notices');
      assert.deepEqual([response.status, new URL(response.url).pathname], [200, '/c/notices/']);
      assert.equal((await site.get('/c/nothing')).response.status, 404);
    });

    it('gets 404 for a picture that nobody has', async () => {
      for (const path of [`/media/${'0'.repeat(64)}.png`, '/media/x', '/media/__proto__']) {
        const { response } = await site.get(path);
        assert.deepEqual([response.status, response.headers.get('cache-control')], [404, null]);
      }
    });
  });
});

describe('beside the public site', () => {
  async function answerBeside(next: Middleware, headers: Readonly<Record<string, string>> = {}) {
    const site = await openPublicSite(next);
    try {
      return await site.get('/elsewhere', headers);
    } finally {
      await site.close();
    }
  }

  it('other parts of the service answer for themselves', async () => {
    const { response, text } = await answerBeside(async (ctx) => {
      ctx.body = '另一页';
    });
    assert.deepEqual([response.status, text], [200, '另一页']);
  });

  it("a refusal is a reader's 404 page, and stays a problem for a program", async () => {
    const refuse: Middleware = async () => {
      throw new Problem('not-found', '没有这个地址。');
    };
    assert.match((await answerBeside(refuse)).text, /没有找到您要访问的页面/);
    assert.ok(!(await answerBeside(refuse, { accept: 'application/json' })).text.includes('<html'));
  });

  it('other failures are not hidden', async () => {
    const { response } = await answerBeside(async () => {
      throw new Error('broken');
    });
    assert.equal(response.status, 500);
  });
});
