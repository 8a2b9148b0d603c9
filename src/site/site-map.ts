/**
 * The site map for search engines (sitemaps.org/protocol.html): one file per month of publication, so that none
 * comes near the 50,000 addresses it may hold or costs much to write, and a list of these files.
 */
import { startOfDay, toDay } from '../clock.ts';
import { canonicalUrl } from '../release/canonical-url.ts';
import { listColumns } from '../release/columns.ts';
import type { Pages } from './find-pages.ts';
import { columnPath } from './show-pages.ts';
import { escapeXml } from './xml.ts';

const XML = '<?xml version="1.0" encoding="utf-8"?>';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** The list of files, from the first page's month to the latest's. */
export async function showSiteMaps(pages: Pages, siteUrl: string): Promise<string> {
  const first = await pages.findFirstDate();
  const [latest] = await pages.list({ column: null, limit: 1 });
  const months = first && latest ? monthsFrom(monthOf(first), monthOf(latest.publishedAt)) : [];
  const files = ['columns', ...months].map((part) => {
    return `<sitemap><loc>${escapeXml(`${siteUrl}/sitemap-${part}.xml`)}</loc></sitemap>`;
  });
  return `${XML}\n<sitemapindex ${NAMESPACE}>\n${files.join('\n')}\n</sitemapindex>\n`;
}

/** The pages published in a month 'YYYY-MM', Beijing time. Throws RangeError on anything else. */
export async function showSiteMap(pages: Pages, siteUrl: string, month: string): Promise<string> {
  const rows = await pages.listBetween(startOfDay(`${month}-01`), startOfDay(`${monthAfter(month)}-01`));
  const urls = rows.map(({ _id, updatedAt }) => {
    const loc = escapeXml(canonicalUrl(siteUrl, _id));
    return `<url><loc>${loc}</loc><lastmod>${updatedAt.toISOString()}</lastmod></url>`;
  });
  return `${XML}\n<urlset ${NAMESPACE}>\n${urls.join('\n')}\n</urlset>\n`;
}

/** The home page and the lists. */
export async function showColumnMap(pages: Pages, siteUrl: string): Promise<string> {
  const columns = await pages.withoutEmptyUnits(listColumns());
  const urls = ['/', ...columns.map(({ id }) => columnPath(id))].map((path) => {
    return `<url><loc>${escapeXml(siteUrl + path)}</loc></url>`;
  });
  return `${XML}\n<urlset ${NAMESPACE}>\n${urls.join('\n')}\n</urlset>\n`;
}

function monthOf(at: Date): string {
  return toDay(at).slice(0, 7);
}

function monthAfter(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

function monthsFrom(first: string, last: string): string[] {
  const months = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}
