/**
 * The newest pages as RSS 2.0 (rssboard.org/rss-specification), for the readers that know nothing else: most Chinese ones, WeCom and
 * office systems among them. Times are Beijing's, since some of those print them as they stand.
 */
import { hours } from '../clock.ts';
import { canonicalUrl } from '../release/canonical-url.ts';
import { findColumn } from '../release/columns.ts';
import { type Feed, headOf, withHost } from './feeds.ts';
import type { PageRow } from './page-store.ts';
import { escapeXml } from './xml.ts';

const NAMESPACES = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
].join(' ');

/** Minutes a reader's program may wait before it asks again. */
const TTL = 30;

export function showRss(feed: Feed): string {
  const { siteUrl, pages } = feed;
  const { title, description, home, self } = headOf(feed, 'rss');
  const changed = pages.map(({ updatedAt }) => updatedAt.getTime());
  const built =
    changed.length === 0 ? '' : `<lastBuildDate>${toRfc822(new Date(Math.max(...changed)))}</lastBuildDate>\n`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" ${NAMESPACES}>
<channel>
<title>${escapeXml(title)}</title>
<link>${escapeXml(home)}</link>
<description>${escapeXml(description)}</description>
<language>zh-cn</language>
${built}<ttl>${TTL}</ttl>
<docs>https://www.rssboard.org/rss-specification</docs>
<atom:link href="${escapeXml(self)}" rel="self" type="application/rss+xml"/>
${pages.map((page) => showItem(page, siteUrl)).join('\n')}
</channel>
</rss>
`;
}

function showItem({ _id, article, column, description, publishedAt }: PageRow, siteUrl: string): string {
  const url = escapeXml(canonicalUrl(siteUrl, _id));
  const filed = findColumn(column)?.name;
  // <author> must be an e-mail address (RSS 2.0), so the source stands in Dublin Core's element, as is usual.
  const lines = [
    `<title>${escapeXml(article.title)}</title>`,
    `<link>${url}</link>`,
    `<guid isPermaLink="true">${url}</guid>`,
    `<pubDate>${toRfc822(publishedAt)}</pubDate>`,
    ...(article.source === '' ? [] : [`<dc:creator>${escapeXml(article.source)}</dc:creator>`]),
    ...(filed === undefined ? [] : [`<category>${escapeXml(filed)}</category>`]),
    `<description>${escapeXml(description)}</description>`,
    `<content:encoded>${escapeXml(withHost(article.body, siteUrl))}</content:encoded>`,
  ];
  return `<item>\n${lines.join('\n')}\n</item>`;
}

/** 'Mon, 02 Mar 2026 09:00:00 +0800': RFC 822 §5.1 with a year of four digits, as RSS 2.0 prefers, in Beijing time. */
export function toRfc822(at: Date): string {
  const beijing = new Date(at.getTime() + hours(8)); // its UTC parts are the Beijing ones: no summer time since 1991
  return beijing.toUTCString().replace('GMT', '+0800');
}
