/** The newest pages for programs: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org/version/1.1), with the whole text. */
import { canonicalUrl } from '../release/canonical-url.ts';
import type { PageRow } from './page-store.ts';
import type { SiteConfig } from './site-config.ts';
import { escapeXml } from './xml.ts';

export interface Feed {
  readonly config: SiteConfig;
  readonly siteUrl: string;
  readonly pages: readonly PageRow[];
}

/** How many of the newest pages a feed holds. */
export const FEED_LENGTH = 30;

export function showAtom({ config, siteUrl, pages }: Feed): string {
  const updated = new Date(Math.max(0, ...pages.map(({ updatedAt }) => updatedAt.getTime())));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<title>${escapeXml(config.name)}</title>
<id>${escapeXml(`${siteUrl}/`)}</id>
<link rel="self" href="${escapeXml(`${siteUrl}/feed.xml`)}"/>
<link rel="alternate" type="text/html" href="${escapeXml(`${siteUrl}/`)}"/>
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

export function showJsonFeed({ config, siteUrl, pages }: Feed): string {
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
    title: config.name,
    home_page_url: `${siteUrl}/`,
    feed_url: `${siteUrl}/feed.json`,
    language: 'zh-CN',
  };
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', ...about, items });
}

/** Addresses of our own, which a reader elsewhere could not follow without the host. The body is our own sanitised HTML. */
function withHost(html: string, siteUrl: string): string {
  return html.replace(/ (src|href)="\//g, ` $1="${siteUrl}/`);
}
