/** What programs read of the site: feeds, site map, robots.txt. */
import type Router from '@koa/router';
import { answerPage } from './answer-page.ts';
import { FEED_LENGTH, showAtom, showJsonFeed } from './feeds.ts';
import type { Reading } from './pages.ts';
import { showSiteMap, showSiteMaps } from './site-map.ts';

const XML = 'application/xml; charset=utf-8';

/** Hangs them on the router. */
export function programRoutes(router: Router, { pages, config, siteUrl }: Reading): void {
  const readFeed = async () => ({ config, siteUrl, pages: await pages.list({ column: null, limit: FEED_LENGTH }) });

  router.get('/feed.xml', async (ctx) => {
    const content = showAtom(await readFeed());
    answerPage(ctx, { status: 200, type: 'application/atom+xml; charset=utf-8', content });
  });
  router.get('/feed.json', async (ctx) => {
    const content = showJsonFeed(await readFeed());
    answerPage(ctx, { status: 200, type: 'application/feed+json; charset=utf-8', content });
  });
  router.get('/sitemap.xml', async (ctx) => {
    answerPage(ctx, { status: 200, type: XML, content: await showSiteMaps(pages, siteUrl) });
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
