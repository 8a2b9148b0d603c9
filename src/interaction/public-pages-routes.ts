/** All the public sees, in the order it is asked: what the public says, then the site. */
import type { Middleware } from 'koa';
import type { App } from '../app.ts';
import { withColumnsUnder } from '../release/columns.ts';
import { openPages } from '../site/find-pages.ts';
import type { PageMemory } from '../site/page-memory.ts';
import { openPrinter } from '../site/print-page.ts';
import type { Finder } from '../site/search-page.ts';
import { sitePages } from '../site/site-pages.ts';
import { interactionPages } from './interaction-pages.ts';
import { latestLetters } from './letter-pages.ts';
import { listComments } from './voices.ts';

/** The public searches what is published, not what citizens were answered. */
function finderOf({ search }: App): Finder {
  return {
    async find({ text, column, skip, limit }) {
      const columns = column === undefined ? undefined : withColumnsUnder(column);
      const { hits, total, isLoose } = await search.find({ text, kinds: ['release'], columns, skip, limit });
      const pages = hits.map(({ row, title, passage }) => {
        return { href: row.path ?? '/', title, passage, column: row.column, at: row.at };
      });
      return { pages, total, isLoose };
    },
  };
}

export function publicPages(app: App, memory: PageMemory): readonly Middleware[] {
  const { db, config, siteUrl, key, clock, nudge } = app;
  const print = openPrinter(config.site, siteUrl);
  const account = app.accounts.find(({ canonical }) => canonical)?.id ?? '';
  const voices = {
    commentsOn: (release: string) => listComments(db, release),
    latestLetters: (limit: number) => latestLetters(db, limit),
  };
  const interaction = interactionPages({ db, key, account, clock, print, pages: openPages(db), topics: app, nudge });
  const site = sitePages({
    db,
    config: config.site,
    siteUrl,
    memory,
    voices,
    finder: finderOf(app),
    clock,
    inside: [interaction],
  });
  return [site];
}
