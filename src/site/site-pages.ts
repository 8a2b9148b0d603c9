/**
 * The public's browser: pages made on the server, readable without scripts. What a page says is in show-pages.ts, how it
 * looks in templates/; the addresses of articles are release/canonical-url.ts's.
 */
import Router from '@koa/router';
import type { Context, Middleware, Next } from 'koa';
import { type Clock, machineClock } from '../clock.ts';
import { Problem } from '../errors.ts';
import { findColumn } from '../release/columns.ts';
import { openMediaStore } from '../release/media-store.ts';
import type { Database } from '../store/collection.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { answerForEver, answerPage } from './answer-page.ts';
import { readAssets } from './assets.ts';
import { openSizes } from './attachments.ts';
import { columnPage, readNarrowing } from './column-page.ts';
import { openPages } from './find-pages.ts';
import type { KeptPage, PageMemory } from './page-memory.ts';
import {
  accessibilityPage,
  articlePage,
  homePage,
  mapPage,
  missingPage,
  noVoices,
  type Page,
  type Reading,
  subscribePage,
  type Voices,
} from './pages.ts';
import { openPrinter } from './print-page.ts';
import { programRoutes } from './program-routes.ts';
import { answerSearch, type Finder, SEARCH } from './search-page.ts';
import { serveAttachment, serveMedia } from './serve-media.ts';
import type { SiteConfig } from './site-config.ts';

export interface SiteParts {
  readonly db: Database;
  readonly config: SiteConfig;
  /** Our public address without a slash at the end. */
  readonly siteUrl: string;
  readonly memory: PageMemory;
  /** The public's own pages and voices, see src/interaction. */
  readonly voices?: Voices;
  /** Finds pages by words; without one there is no search page. */
  readonly finder?: Finder;
  readonly clock?: Clock;
  /** Pages of others that are kept in memory like ours, and asked before ours. */
  readonly inside?: readonly Middleware[];
}

/** Middleware for all of the public site. What it does not know is passed on, and becomes its 404 page if nobody answers. */
export function sitePages({
  db,
  config,
  siteUrl,
  memory,
  voices = noVoices,
  inside = [],
  finder,
  clock = machineClock,
}: SiteParts): Middleware {
  const assets = readAssets();
  const print = openPrinter(config, siteUrl, assets);
  const media = openMediaStore(db);
  const reading: Reading = { pages: openPages(db), config, siteUrl, voices, sizeOf: openSizes(media) };

  const answer = (ctx: Context, page: Page) => {
    answerPage(ctx, { status: page.status, type: 'text/html; charset=utf-8', content: print(page) });
  };

  const router = new Router({ sensitive: true });
  router.get('/', async (ctx) => answer(ctx, await homePage(reading)));
  router.get('/c/:column/', async (ctx) => answer(ctx, await columnPage(reading, { ...columnIn(ctx), page: 1 })));
  router.get('/c/:column', (ctx, next) => {
    const column = findColumn(ctx.params.column ?? '');
    if (!column) return next();
    ctx.status = 301;
    ctx.redirect(`/c/${column.id}/`);
  });
  router.get('/c/:column/:page.html', async (ctx) => {
    answer(ctx, await columnPage(reading, { ...columnIn(ctx), page: Number(ctx.params.page) }));
  });
  for (const path of ['/c/:column/by/:theme/:year/', '/c/:column/by/:theme/:year/:page.html']) {
    router.get(path, async (ctx, next) => {
      const { theme = '', year = '', page = 1 } = ctx.params;
      const narrowing = readNarrowing(theme, year);
      if (!narrowing) return await next();
      answer(ctx, await columnPage(reading, { ...columnIn(ctx), page: Number(page), narrowing }));
    });
  }
  if (finder) router.get(SEARCH, answerSearch({ finder, print, now: clock.now }));
  router.get('/map.html', async (ctx) => answer(ctx, await mapPage(reading)));
  router.get('/subscribe.html', async (ctx) => answer(ctx, await subscribePage(reading)));
  router.get('/accessibility.html', (ctx) => answer(ctx, accessibilityPage(reading)));
  router.get('/p/:id.html', async (ctx) => answer(ctx, await articlePage(reading, ctx.params.id ?? '')));
  router.get('/p/:id/:mark/:name', (ctx) => serveAttachment(ctx, ctx.params, { media, pages: reading.pages }));
  router.get('/media/:id', (ctx) => serveMedia(ctx, ctx.params.id ?? '', media));
  for (const [path, { type, content }] of assets.files) {
    router.get(path, (ctx) => answerForEver(ctx, { name: path, type, content: async () => content }));
  }
  programRoutes(router, reading);

  const routes = router.routes() as unknown as Middleware;
  const own: Middleware = (ctx, next) => routes(ctx, () => orMissing(ctx, next, () => answer(ctx, missingPage())));
  const all = inside.reduceRight<Middleware>((rest, one) => (ctx, next) => one(ctx, () => rest(ctx, next)), own);
  return keeping(memory, all);
}

/** What is finished is kept for page-door.ts; what cannot be made while the store is away is answered as it last was. */
function keeping(memory: PageMemory, pages: Middleware): Middleware {
  return async (ctx, next) => {
    const version = memory.version();
    try {
      await pages(ctx, next);
    } catch (error) {
      const page = isUnavailable(error) && ctx.method === 'GET' ? memory.last(ctx.url) : null;
      if (!page) throw error;
      answerKept(ctx, page);
      return;
    }
    const { finished } = ctx.state;
    if (finished && ctx.method === 'GET' && ctx.querystring === '') memory.keep(ctx.url, finished, version);
  };
}

function answerKept(ctx: Context, page: KeptPage): void {
  const { headers, body } = page.form('identity');
  ctx.status = page.status;
  for (let i = 0; i < headers.length; i += 2) ctx.set(headers[i] ?? '', headers[i + 1] ?? '');
  ctx.body = body;
}

function columnIn({ params }: { readonly params: Readonly<Record<string, string | undefined>> }) {
  return { column: params.column ?? '' };
}

/** A reader who goes astray gets a page that leads back, a program the problem as it is. */
async function orMissing(ctx: Context, next: Next, answerMissing: () => void): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not-found' || !wantsPage(ctx)) throw error;
    answerMissing();
    return;
  }
  if (ctx.status === 404 && !ctx.body && wantsPage(ctx)) answerMissing();
}

function wantsPage(ctx: Context): boolean {
  return ['GET', 'HEAD'].includes(ctx.method) && ctx.accepts('json', 'html') === 'html';
}
