/** The public site over HTTP on a free port, with the real store in a temporary folder and the website channel before it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import website from '../../channels/website/index.ts';
import type { Site } from '../../src/channel/kind.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { type MediaStore, openMediaStore } from '../../src/release/media-store.ts';
import { openSite, siteIndexes } from '../../src/site/page-store.ts';
import { readSiteConfig } from '../../src/site/site-config.ts';
import { sitePages } from '../../src/site/site-pages.ts';
import type { Database } from '../../src/store/collection.ts';
import { ensureIndexes } from '../../src/store/ensure-indexes.ts';
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
  close(): Promise<void>;
}

export async function openSiteStore(): Promise<SiteStore> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-site-'));
  const { db, close } = await openDatabase(`file:${join(folder, 'site.db')}`);
  await ensureIndexes(db, siteIndexes);
  const clock = aClock();
  const closeAll = async () => {
    await close();
    await rm(folder, { recursive: true });
  };
  return { db, site: openSite(db, clock), clock, close: closeAll };
}

export const siteConfig = readSiteConfig({
  name: '罗甸县人民政府',
  idCode: '5227280001',
  organiser: '罗甸县人民政府办公室',
  description: '罗甸县人民政府门户网站。',
  icp: '黔ICP备00000001号',
  police: '贵公网安备 52272800000001号',
  faultReportUrl: 'https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5227280001',
  contact: { phone: '0854-0000000', email: '', address: '罗甸县龙坪镇' },
});

export interface PublicSite extends SiteStore {
  readonly media: MediaStore;
  publish(changes?: Partial<Announcement>): Promise<void>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<{ response: Response; text: string }>;
}

/** `next` stands for what the service has beside the site. */
export async function openPublicSite(next: Koa.Middleware = async () => {}): Promise<PublicSite> {
  const store = await openSiteStore();
  const channel = website.open(anAccount({ kind: 'website' }), {}, aTools({ site: store.site }));
  const app = new Koa();
  app.silent = true;
  app.use(sitePages({ db: store.db, config: siteConfig, siteUrl: SITE_URL })).use(next);
  const server = createServer(app.callback());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...store,
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
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await store.close();
    },
  };
}
