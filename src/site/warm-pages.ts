/**
 * After a start nobody waits for what everybody asks for: home, the columns' first pages and the newest articles are made one after
 * another as if they had been asked for, and lie in memory, compressed. The doors are open by then; whoever asks meanwhile goes between.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate as others } from 'node:timers/promises';
import Koa, { type Middleware } from 'koa';
import { type Logger, wordsOf } from '../log.ts';
import { articlePath } from '../release/canonical-url.ts';
import { listColumns } from '../release/columns.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { feedPath } from './feeds.ts';
import type { Pages } from './find-pages.ts';
import type { PageMemory } from './page-memory.ts';
import { columnPath } from './show-pages.ts';
import type { SiteVersion } from './site-version.ts';

export interface Warming {
  /** The public site, as it answers requests. */
  readonly site: readonly Middleware[];
  readonly memory: PageMemory;
  readonly version: Pick<SiteVersion, 'look'>;
  readonly pages: Pages;
  readonly log: Logger;
}

export interface Warmed {
  /** Resolves when all of it is made; never rejects. */
  readonly done: Promise<void>;
  /** Makes no further page. */
  stop(): Promise<void>;
}

/** More than is read on a day; some 3 MB in memory. */
const NEWEST = 100;

export function warmPages(warming: Warming): Warmed {
  const stopping = new AbortController();
  const done = warm(warming, stopping.signal).catch((error: unknown) => {
    // Readers get what they ask for all the same. An outage is told by the watch over the store.
    if (!isUnavailable(error)) warming.log.warn({ error: wordsOf(error) }, 'pages are not made beforehand');
  });
  return {
    done,
    stop() {
      stopping.abort();
      return done;
    },
  };
}

async function warm({ site, memory, version, pages, log }: Warming, signal: AbortSignal): Promise<void> {
  const begun = performance.now();
  const make = openMaker(site);
  await version.look(); // what is made before the first look would be taken for stale
  const paths = await listWarm(pages);
  for (const path of paths) {
    await others();
    if (signal.aborted) return;
    await make(path);
    for (const coding of ['br', 'gzip'] as const) memory.last(path)?.form(coding);
  }
  log.debug({ pages: paths.length, ms: Math.round(performance.now() - begun) }, 'pages made beforehand');
}

/** The most asked for first. Nothing for a site on which nothing stands. */
export async function listWarm(pages: Pages): Promise<readonly string[]> {
  const newest = await pages.list({ column: null, limit: NEWEST });
  if (newest.length === 0) return [];
  const columns = await pages.withoutEmptyUnits(listColumns());
  const lists = columns.map(({ id }) => columnPath(id));
  return ['/', ...lists, '/interact/', ...newest.map(({ _id }) => articlePath(_id)), feedPath('rss', null)];
}

/** Asks the site without a connection: no line in the log, no figure of operation, no turn among readers. */
function openMaker(site: readonly Middleware[]): (path: string) => Promise<void> {
  const app = new Koa();
  const ask = async (ctx: Koa.Context, [one, ...rest]: readonly Middleware[]): Promise<void> => {
    await one?.(ctx, () => ask(ctx, rest));
  };
  return async (path) => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { method: 'GET', url: path, headers: { accept: 'text/html' } });
    await ask(app.createContext(request, new ServerResponse(request)), site);
  };
}
