/** The public site over HTTP on a free port, with the real store in a temporary folder and the website channel before it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import website from '../../channels/website/index.ts';
import type { Site } from '../../src/channel/kind.ts';
import { listen } from '../../src/http/listen.ts';
import { openVoices } from '../../src/interaction/voices.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { type MediaStore, openMediaStore } from '../../src/release/media-store.ts';
import { pageHeaders } from '../../src/site/answer-page.ts';
import { openPageDoor } from '../../src/site/page-door.ts';
import { openPageMemory } from '../../src/site/page-memory.ts';
import { openSite, siteIndexes } from '../../src/site/page-store.ts';
import { readSiteConfig } from '../../src/site/site-config.ts';
import { sitePages } from '../../src/site/site-pages.ts';
import { type SiteVersion, watchSiteVersion } from '../../src/site/site-version.ts';
import { aroundDatabase } from '../../src/store/around-database.ts';
import type { Database } from '../../src/store/collection.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
import { DatabaseStalled } from '../../src/store/is-unavailable.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import {
  aClock,
  anAccount,
  anAnnouncement,
  anAttempt,
  aTools,
  type SetClock,
  SITE_URL,
} from '../support/channel-tools.ts';

export interface SiteStore {
  readonly db: Database;
  readonly site: Site;
  readonly clock: SetClock;
  readonly version: SiteVersion;
  /** From now on nothing can be asked of it. */
  breakStore(): void;
  close(): Promise<void>;
}

export async function openSiteStore(): Promise<SiteStore> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-site-'));
  const { db: whole, close } = await openDatabase(`file:${join(folder, 'site.db')}`);
  let isBroken = false;
  const db = aroundDatabase(whole, async (_, run) => {
    if (isBroken) throw new DatabaseStalled('as the test wants it');
    return await run();
  });
  await ensureIndexes(db, siteIndexes);
  const clock = aClock();
  const version = watchSiteVersion(db);
  const breakStore = () => {
    isBroken = true;
  };
  const closeAll = async () => {
    await version.close();
    await close();
    await rm(folder, { recursive: true });
  };
  return {
    db,
    site: { ...openSite(db, clock, version.changed), ...openVoices(db, version.changed) },
    clock,
    version,
    breakStore,
    close: closeAll,
  };
}

export const siteConfig = readSiteConfig({
  name: '罗甸县人民政府',
  idCode: '5227280001',
  organiser: '罗甸县人民政府办公室',
  description: '罗甸县人民政府门户网站。',
  icp: '黔ICP备00000001号',
  police: '贵公网安备 52272800000001号',
  badgeUrl: 'https://bszs.conac.cn/sitename?method=show&id=0',
  faultReportUrl: 'https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5227280001',
  contact: { phone: '0854-0000000', email: '', address: '罗甸县龙坪镇' },
});

export interface PublicSite extends SiteStore {
  readonly media: MediaStore;
  readonly url: string;
  /** Status of each answer that came from memory. */
  readonly fromMemory: readonly string[];
  publish(changes?: Partial<Announcement>): Promise<void>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<{ response: Response; text: string }>;
}

/** `next` stands for what the service has beside the site. */
export async function openPublicSite(next: Koa.Middleware = async () => {}): Promise<PublicSite> {
  const store = await openSiteStore();
  const channel = website.open(anAccount({ kind: 'website' }), {}, aTools({ site: store.site }));
  const app = new Koa();
  app.silent = true;
  const memory = openPageMemory(store.version, pageHeaders);
  app.use(sitePages({ db: store.db, config: siteConfig, siteUrl: SITE_URL, memory })).use(next);
  const fromMemory: string[] = [];
  const door = openPageDoor({ memory, measure: ({ status }) => fromMemory.push(String(status)) });
  const { url, close } = await listen({ app, doors: [door], host: '127.0.0.1', port: 0 });
  return {
    ...store,
    url,
    fromMemory,
    media: openMediaStore(store.db),
    async publish(changes = {}) {
      const rendered = channel.render(
        anAnnouncement({ column: 'notices', publishedAt: store.clock.now(), ...changes }),
      );
      if (!rendered.fits) throw new Error(JSON.stringify(rendered.misfits));
      await channel.publish(rendered.piece, anAttempt({ now: store.clock.now() }));
    },
    async get(path, headers = {}) {
      const response = await fetch(url + path, { headers: { accept: 'text/html', ...headers } });
      return { response, text: await response.text() };
    },
    async close() {
      await close();
      await store.close();
    },
  };
}
