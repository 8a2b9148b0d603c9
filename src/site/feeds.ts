/**
 * The newest pages of the site, or of a column, for programs: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org/version/1.1), with the
 * whole text. RSS 2.0 is in rss.ts.
 */
import { canonicalUrl } from '../release/canonical-url.ts';
import type { Column } from '../release/columns.ts';
import type { PageRow } from './page-store.ts';
import { columnPath } from './show-pages.ts';
import type { SiteConfig } from './site-config.ts';
import { escapeXml } from './xml.ts';

export interface Feed {
  readonly config: SiteConfig;
  readonly siteUrl: string;
  readonly pages: readonly PageRow[];
  /** Null for the whole site. */
  readonly column: Column | null;
}

/** Kind → file name below the site or the column, media type, and what readers' programs are told it is. */
export const feedKinds = {
  rss: { file: 'rss.xml', type: 'application/rss+xml', name: 'RSS' },
  atom: { file: 'feed.xml', type: 'application/atom+xml', name: 'Atom' },
  json: { file: 'feed.json', type: 'application/feed+json', name: 'JSON Feed' },
} as const;
export type FeedKind = keyof typeof feedKinds;
export const allFeedKinds = Object.keys(feedKinds) as readonly FeedKind[];

/** Where a feed is read. `column` is an id, null for the whole site. */
export function feedPath(kind: FeedKind, column: string | null): string {
  return `${homeOf(column)}${feedKinds[kind].file}`;
}

/** Everything a feed says of itself, whatever its kind. */
export function headOf({ config, siteUrl, column }: Feed, kind: FeedKind) {
  return {
    title: column === null ? config.name : `${column.name} - ${config.name}`,
    description: column?.description ?? config.description,
    home: `${siteUrl}${homeOf(column?.id ?? null)}`,
    self: `${siteUrl}${feedPath(kind, column?.id ?? null)}`,
  };
}

function homeOf(column: string | null): string {
  return column === null ? '/' : columnPath(column);
}

/** How many of the newest pages a feed holds. */
export const FEED_LENGTH = 30;

export function showAtom(feed: Feed): string {
  const { config, siteUrl, pages } = feed;
  const { title, home, self } = headOf(feed, 'atom');
  const updated = new Date(Math.max(0, ...pages.map(({ updatedAt }) => updatedAt.getTime())));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<title>${escapeXml(title)}</title>
<id>${escapeXml(home)}</id>
<link rel="self" href="${escapeXml(self)}"/>
<link rel="alternate" type="text/html" href="${escapeXml(home)}"/>
<updated>${updated.toISOString()}</updated>
<author><name>${escapeXml(config.organiser)}</name></author>
${pages.map((page) => showEntry(page, siteUrl)).join('\n')}
</feed>
`;
}

function showEntry({ _id, article, description, publishedAt, updatedAt }: PageRow, siteUrl: string): string {
  const url = escapeXml(canonicalUrl(siteUrl, _id));
  return `<entry>
<title>${escapeXml(article.title)}</title>
<id>${url}</id>
<link rel="alternate" type="text/html" href="${url}"/>
<published>${publishedAt.toISOString()}</published>
<updated>${updatedAt.toISOString()}</updated>
<summary>${escapeXml(description)}</summary>
<content type="html">${escapeXml(withHost(article.body, siteUrl))}</content>
</entry>`;
}

export function showJsonFeed(feed: Feed): string {
  const { siteUrl, pages } = feed;
  const { title, description, home, self } = headOf(feed, 'json');
  const items = pages.map(({ _id, article, description, publishedAt, updatedAt }) => ({
    id: canonicalUrl(siteUrl, _id),
    url: canonicalUrl(siteUrl, _id),
    title: article.title,
    summary: description,
    content_html: withHost(article.body, siteUrl),
    date_published: publishedAt.toISOString(),
    date_modified: updatedAt.toISOString(),
    authors: article.source === '' ? [] : [{ name: article.source }],
  }));
  const about = {
    title,
    description,
    home_page_url: home,
    feed_url: self,
    language: 'zh-CN',
  };
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', ...about, items });
}

/** Addresses of our own, which a reader elsewhere could not follow without the host. The body is our own sanitised HTML. */
export function withHost(html: string, siteUrl: string): string {
  return html.replace(/ (src|href)="\//g, ` $1="${siteUrl}/`);
}
