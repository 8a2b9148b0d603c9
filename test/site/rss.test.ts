/** RSS 2.0 held against the rules of its specification (rssboard.org/rss-specification) and of the profile most readers follow. */
import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { minutes } from '../../src/clock.ts';
import { toRfc822 } from '../../src/site/rss.ts';
import { SITE_URL } from '../support/channel-tools.ts';
import { openPublicSite, type PublicSite } from './open-public-site.ts';

/** RFC 822 §5.1, with the four digits of a year that RSS 2.0 prefers, in Beijing time. */
const DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0800$/;

const LISTS = new Set(['rss.channel.item', 'rss.channel.item.category']);
const parser = new XMLParser({ ignoreAttributes: false, isArray: (_, path) => LISTS.has(String(path)) });

interface Item {
  readonly title: string;
  readonly link: string;
  readonly guid: { readonly '#text': string; readonly '@_isPermaLink': string };
  readonly pubDate: string;
  readonly description: string;
  readonly 'content:encoded': string;
  readonly category: readonly string[];
}

describe('RSS 2.0', () => {
  let site: PublicSite;
  beforeEach(async () => {
    site = await openPublicSite();
  });
  afterEach(() => site.close());

  /** The channel of a feed that keeps every rule. */
  const read = async (path: string) => {
    const { response, text } = await site.get(path);
    assert.equal(response.headers.get('content-type'), 'application/rss+xml; charset=utf-8', path);
    assert.equal(XMLValidator.validate(text), true, path);
    const { rss } = parser.parse(text);
    assert.equal(rss['@_version'], '2.0');
    for (const name of ['title', 'link', 'description'])
      assert.notEqual(rss.channel[name] ?? '', '', `${path} ${name}`);
    assert.equal(rss.channel.language, 'zh-cn');
    assert.deepEqual(rss.channel['atom:link'], {
      '@_href': SITE_URL + path,
      '@_rel': 'self',
      '@_type': 'application/rss+xml',
    });
    const items: readonly Item[] = rss.channel.item ?? [];
    for (const item of items) checkItem(item);
    assert.equal(new Set(items.map(({ guid }) => guid['#text'])).size, items.length, 'a guid stands twice');
    return { channel: rss.channel, items };
  };

  const checkItem = ({ title, link, guid, pubDate, description }: Item) => {
    assert.ok(title !== '' || description !== '', 'an item has neither title nor description');
    assert.match(link, /^https:\/\//);
    assert.deepEqual(guid, { '#text': link, '@_isPermaLink': 'true' });
    assert.match(pubDate, DATE);
    assert.ok(!Number.isNaN(Date.parse(pubDate)));
  };

  it('tells the newest pages first, in Beijing time, with the whole text', async () => {
    await site.publish({ release: 'old', title: '旧公告' });
    site.clock.pass(minutes(5));
    await site.publish({
      release: 'new',
      title: '新公告',
      body: '<p><img src="/media/x" alt="" />停水 &amp; 储水</p>',
    });
    const { channel, items } = await read('/rss.xml');
    assert.deepEqual([channel.title, channel.link], ['罗甸县人民政府', `${SITE_URL}/`]);
    assert.match(channel.lastBuildDate, DATE);
    assert.deepEqual(
      items.map(({ title }) => title),
      ['新公告', '旧公告'],
    );
    assert.deepEqual(
      [items[0]?.link, items[0]?.category, items[1]?.pubDate],
      [`${SITE_URL}/p/new.html`, ['通知公告'], 'Mon, 02 Mar 2026 09:00:00 +0800'],
    );
    const text = items[0]?.['content:encoded'] ?? '';
    assert.ok(text.includes(`src="${SITE_URL}/media/x"`), text);
  });

  it('escapes what looks like markup, and leaves out what XML forbids', async () => {
    await site.publish({ title: '“停水” <b>&"\'</b>]]></title>\u000b', summary: '</description><script>x</script>' });
    const { text } = await site.get('/rss.xml');
    await read('/rss.xml');
    assert.ok(!text.includes('<script') && !text.includes('<b>') && !text.includes('\u000b'));
  });

  it('is there for each column with its sub-columns, and empty where nothing was published', async () => {
    await site.publish({ release: 'a', title: '财政预算', column: 'disclosure-finance' });
    await site.publish({ release: 'b', title: '停水公告', column: 'notices' });
    const titles = async (path: string) => (await read(path)).items.map(({ title }) => title);
    assert.deepEqual(await titles('/c/disclosure/rss.xml'), ['财政预算']);
    assert.deepEqual(await titles('/c/disclosure-finance/rss.xml'), ['财政预算']);
    const { channel, items } = await read('/c/proposals/rss.xml');
    assert.deepEqual([channel.title, items, channel.lastBuildDate], ['建议提案 - 罗甸县人民政府', [], undefined]);
    assert.equal((await site.get('/c/nothing/rss.xml')).response.status, 404);
  });

  it('stands beside Atom and JSON Feed for each column, and pages name all of them', async () => {
    await site.publish({ column: 'notices' });
    for (const path of ['/', '/c/notices/', '/p/r1.html']) {
      const $ = load((await site.get(path)).text);
      const feeds = $('link[rel=alternate]').toArray();
      assert.equal(feeds.length, path === '/' ? 3 : 6, path);
      for (const { attribs } of feeds) {
        const { response, text } = await site.get(attribs.href ?? '');
        assert.equal(response.status, 200, attribs.href);
        assert.equal(response.headers.get('content-type'), `${attribs.type}; charset=utf-8`);
        assert.ok(text.includes(`${SITE_URL}/p/r1.html`), attribs.href);
        assert.ok(text.includes(`${SITE_URL}${attribs.href}`), `${attribs.href} does not name itself`);
      }
    }
  });

  it('writes days and years as RFC 822 does, over the end of a year in Beijing', () => {
    assert.equal(toRfc822(new Date('2026-12-31T16:00:05Z')), 'Fri, 01 Jan 2027 00:00:05 +0800');
    assert.equal(toRfc822(new Date('2024-02-28T15:59:59Z')), 'Wed, 28 Feb 2024 23:59:59 +0800');
  });
});
