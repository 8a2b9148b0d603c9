/**
 * The <meta> tags every page of a government site carries (国办发〔2017〕47号, annex on page tags): site, column and article
 * tags, each level with those above it.
 */
import { toMinute } from '../clock.ts';
import type { Column } from '../release/columns.ts';
import type { PageRow } from './page-store.ts';
import type { SiteConfig } from './site-config.ts';

export interface Tag {
  readonly name: string;
  readonly content: string;
}

/** `siteUrl` is our public address; its host is the SiteDomain. */
export function siteTags({ name, idCode }: SiteConfig, siteUrl: string): readonly Tag[] {
  return tags({ SiteName: name, SiteDomain: new URL(siteUrl).host, SiteIDCode: idCode });
}

/** The home page is a column of its own kind in the annex's list. */
export function homeTags({ name, description }: SiteConfig): readonly Tag[] {
  const about = { ColumnName: '首页', ColumnDescription: description, ColumnKeywords: `${name},政府门户网站` };
  return tags({ ...about, ColumnType: '首页' });
}

export function columnTags({ name, description, keywords, type }: Omit<Column, 'id'>): readonly Tag[] {
  const about = { ColumnName: name, ColumnDescription: description, ColumnKeywords: keywords.join(',') };
  return tags({ ...about, ColumnType: type });
}

/** `url` is the page's canonical address, `description` plain text. The optional tags stand only where they say something. */
export function articleTags({ article, publishedAt }: PageRow, url: string, description: string): readonly Tag[] {
  const [picture] = article.pictures;
  const must = { ArticleTitle: article.title, PubDate: toMinute(publishedAt), ContentSource: article.source };
  const may = {
    Author: article.author,
    Description: description,
    Image: picture ? new URL(`/media/${picture}`, url).href : '',
    Url: url,
  };
  return [...tags(must), ...tags(may).filter(({ content }) => content !== '')];
}

function tags(contents: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(contents).map(([name, content]) => ({ name, content }));
}
