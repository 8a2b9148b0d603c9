/** The frame around every page: head, navigation, footer. What stands inside comes from show-pages.ts. */
import { type Column, findColumn, listTopColumns } from '../release/columns.ts';
import type { Assets } from './assets.ts';
import { allFeedKinds, feedKinds, feedPath } from './feeds.ts';
import { siteTags, type Tag } from './page-tags.ts';
import { drawQrCode } from './qr-code.ts';
import { columnPath } from './show-pages.ts';
import type { SiteConfig } from './site-config.ts';

export interface PageHead {
  /** Of the browser's tab; the site's name is added. '' for the home page. */
  readonly title: string;
  readonly description: string;
  /** Column and article tags; those of the site are added. */
  readonly tags: readonly Tag[];
  /** Path without query; null on pages that are not to be kept by search engines. */
  readonly path: string | null;
  /** Id of the column the page belongs to, or null. */
  readonly column: string | null;
  /** A page of 互动交流. */
  readonly isInteraction?: true;
}

/** Makes the frame of a page from its head. `siteUrl` has no slash at the end. */
export function openFrame(config: SiteConfig, siteUrl: string, assets: Assets) {
  const site = {
    ...config,
    url: siteUrl,
    draw: drawQrCode,
    style: assets.stylePath,
    policeUrl: 'https://beian.mps.gov.cn/',
    icpUrl: 'https://beian.miit.gov.cn/',
  };
  const always = siteTags(config, siteUrl);
  const siteFeeds = feedsOf(null);
  return (head: PageHead) => {
    const column = head.column === null ? null : findColumn(head.column);
    return {
      site,
      nav: listTopColumns().map(({ id, name }) => ({
        name,
        href: columnPath(id),
        isCurrent: id === topOf(head.column),
      })),
      head: {
        title: head.title === '' ? config.name : `${head.title} - ${config.name}`,
        description: head.description,
        tags: [...always, ...head.tags],
        canonical: head.path === null ? null : `${siteUrl}${head.path}`,
        isHome: head.path === '/',
        feeds: [...siteFeeds, ...(column ? feedsOf(column) : [])],
        isInteraction: head.isInteraction ?? false,
      },
    };
  };
}

/** What a reader's program finds when it is given the address of a page. */
function feedsOf(column: Column | null) {
  const name = column?.name ?? '最新发布';
  return allFeedKinds.map((kind) => ({
    type: feedKinds[kind].type,
    title: `${name}（${feedKinds[kind].name}）`,
    href: feedPath(kind, column?.id ?? null),
  }));
}

function topOf(column: string | null): string | null {
  return (column && findColumn(column)?.parent) ?? column;
}
