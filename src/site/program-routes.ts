/** What programs read of the site: feeds, site map, robots.txt. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import { type Column, findColumn } from '../release/columns.ts';
import { answerPage } from './answer-page.ts';
import {
  allFeedKinds,
  FEED_LENGTH,
  type Feed,
  type FeedKind,
  feedKinds,
  feedPath,
  showAtom,
  showJsonFeed,
} from './feeds.ts';
import type { Reading } from './pages.ts';
import { showRss } from './rss.ts';
import { showColumnMap, showSiteMap, showSiteMaps } from './site-map.ts';

const XML = 'application/xml; charset=utf-8';

/** Hangs them on the router. */
export function programRoutes(router: Router, reading: Reading): void {
  const { pages, siteUrl } = reading;
  for (const kind of allFeedKinds) feedRoutes(router, kind, reading);

  router.get('/sitemap.xml', async (ctx) => {
    answerPage(ctx, { status: 200, type: XML, content: await showSiteMaps(pages, siteUrl) });
  });
  router.get('/sitemap-columns.xml', async (ctx) => {
    answerPage(ctx, { status: 200, type: XML, content: await showColumnMap(pages, siteUrl) });
  });
  router.get('/sitemap-:month.xml', async (ctx, next) => {
    const { month = '' } = ctx.params;
    if (!/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(month)) return next();
    answerPage(ctx, { status: 200, type: XML, content: await showSiteMap(pages, siteUrl, month) });
  });
  router.get('/robots.txt', (ctx) => {
    const content = `User-agent: *\nDisallow: /api/\nSitemap: ${siteUrl}/sitemap.xml\n`;
    answerPage(ctx, { status: 200, type: 'text/plain; charset=utf-8', content });
  });
}

/** For the whole site and for each column, its sub-columns included. */
function feedRoutes(router: Router, kind: FeedKind, { pages, config, siteUrl }: Reading): void {
  const answer = async (ctx: Pick<Context, 'response'>, column: Column | null) => {
    const newest = await pages.list({ column: column?.id ?? null, limit: FEED_LENGTH });
    const content = SHOW[kind]({ config, siteUrl, column, pages: newest });
    answerPage(ctx as Context, { status: 200, type: `${feedKinds[kind].type}; charset=utf-8`, content });
  };
  router.get(feedPath(kind, null), async (ctx) => await answer(ctx, null));
  router.get(feedPath(kind, ':column'), async (ctx, next) => {
    const column = findColumn(ctx.params.column ?? '');
    return column ? await answer(ctx, column) : await next();
  });
}

const SHOW: Readonly<Record<FeedKind, (feed: Feed) => string>> = { rss: showRss, atom: showAtom, json: showJsonFeed };
