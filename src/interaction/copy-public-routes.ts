/** The public site as files: made by the same pages that the service answers with, over a port of its own on this machine. */
import Koa from 'koa';
import { machineClock } from '../clock.ts';
import { listen } from '../http/listen.ts';
import { pageHeaders } from '../site/answer-page.ts';
import { readAssets } from '../site/assets.ts';
import { openPages } from '../site/find-pages.ts';
import { listPaths } from '../site/list-paths.ts';
import { openPageMemory } from '../site/page-memory.ts';
import { openPrinter } from '../site/print-page.ts';
import type { SiteConfig } from '../site/site-config.ts';
import { sitePages } from '../site/site-pages.ts';
import { watchSiteVersion } from '../site/site-version.ts';
import { type Copied, copySite, MISSING } from '../site/static-files.ts';
import type { Database } from '../store/collection.ts';
import { readingPages } from './interaction-pages.ts';
import { latestLetters, letterPath } from './letter-pages.ts';
import { LETTERS } from './overview-page.ts';
import { submissionsOf } from './submission.ts';
import { listComments } from './voices.ts';

export interface PublicCopy {
  readonly db: Database;
  readonly config: SiteConfig;
  /** Address under which the copy is read, without a slash at the end. */
  readonly siteUrl: string;
  /** Address of the service for what only it can answer (forms, search, open data); '' where it is reached under siteUrl. */
  readonly liveUrl: string;
  readonly folder: string;
}

const LIVE =
  /(href|action)="(\/(?:interact\/(?:letter|request|correction|comment|lookup|surveys?)\/|search\/|data\/)[^"]*)"/g;
/** Published letters are files, though they begin like the form. */
const LETTER_FILE = /^\/interact\/letter\/[0-9a-z]+\.html$/;

export async function copyPublic({ db, config, siteUrl, liveUrl, folder }: PublicCopy): Promise<Copied> {
  const version = watchSiteVersion(db);
  const print = openPrinter(config, siteUrl);
  const voices = {
    commentsOn: (release: string) => listComments(db, release),
    latestLetters: (limit: number) => latestLetters(db, limit),
  };
  const memory = openPageMemory(version, pageHeaders);
  const app = new Koa();
  app.use(
    sitePages({ db, config, siteUrl, memory, voices, clock: machineClock, inside: [readingPages({ db, print })] }),
  );
  const { url, close } = await listen({ app, host: '127.0.0.1', port: 0 });
  try {
    return await copySite({
      folder,
      paths: [
        ...(await listPaths(db, openPages(db))),
        ...(await listLetters(db)),
        ...readAssets().files.keys(),
        MISSING,
      ],
      async fetch(path) {
        const response = await fetch(url + path, { headers: { accept: 'text/html, */*' } });
        return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
      },
      adapt: (path, bytes) => (liveUrl !== '' && isPage(path) ? toLive(bytes, liveUrl) : bytes),
    });
  } finally {
    await close();
    await version.close();
  }
}

async function listLetters(db: Database): Promise<string[]> {
  const shown = await submissionsOf(db)
    .find({ kind: 'letter', shownAt: { $ne: null } }, { projection: { _id: 1 } })
    .toArray();
  const last = Math.max(1, Math.ceil(shown.length / 20));
  const pages = Array.from({ length: last - 1 }, (_, i) => `${LETTERS}${i + 2}.html`);
  return ['/interact/', LETTERS, ...pages, ...shown.map(({ _id }) => letterPath(_id))];
}

function isPage(path: string): boolean {
  return path.endsWith('/') || path.endsWith('.html');
}

function toLive(bytes: Buffer, liveUrl: string): Buffer {
  const html = bytes.toString('utf8');
  const led = html.replace(LIVE, (whole, name: string, path: string) =>
    LETTER_FILE.test(path) ? whole : `${name}="${liveUrl}${path}"`,
  );
  return Buffer.from(led);
}
