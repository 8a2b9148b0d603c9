/**
 * The static copy as an office makes it, `npm run export:site` beside the running service: handed out by a plain file server and walked from
 * the home page, the site maps and the feeds, it leads nowhere that is not there, and nowhere into the back office.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { load } from 'cheerio';
import { freePort } from '../support/free-port.ts';
import { openSiteOffice, type SiteOffice } from './site-office.ts';

const EXPORT = fileURLToPath(new URL('../../src/export-site.ts', import.meta.url));
const FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0060'];

interface Walked {
  /** Address → status, of everything that is led to on the copy and on the service. */
  readonly reached: ReadonlyMap<string, number>;
  /** Where each was found first. */
  readonly from: ReadonlyMap<string, string>;
}

describe('the exported site', function () {
  this.timeout(60_000);
  let office: SiteOffice;
  let folder: string;
  let server: Server;
  let url: string;
  let walked: Walked;

  before(async () => {
    office = await openSiteOffice();
    folder = await mkdtemp(join(tmpdir(), 'sanwei-exported-'));
    url = `http://127.0.0.1:${await freePort()}`;
    const said = await exportSite(['--to', folder, '--live', office.url]);
    assert.equal(said.code, 0, said.errors);
    server = await serveFiles(folder, Number(new URL(url).port));
    walked = await walk([url, office.url], [`${url}/`, `${url}/robots.txt`, `${url}/404.html`]);
  });
  after(async () => {
    server?.closeAllConnections();
    server?.close();
    await office?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const exportSite = async (args: readonly string[]) => {
    const env = { ...process.env, SANWEI_STORE: office.service.app.config.storeUrl, SANWEI_SITE_URL: url };
    const child = spawn(process.execPath, [...FLAGS, EXPORT, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const errors = text(child.stderr);
    const code = await new Promise<number | null>((ended) => child.once('exit', ended));
    return { code, errors: await errors };
  };
  const pathsOn = (origin: string) =>
    [...walked.reached.keys()]
      .filter((address) => address.startsWith(`${origin}/`))
      .map((one) => new URL(one).pathname);

  it('has no dead link, neither to a file nor to what only the service can do', () => {
    const dead = [...walked.reached].filter(([, status]) => status !== 200);
    assert.deepEqual(
      dead.map(([address, status]) => `${status} ${address} on ${walked.from.get(address)}`),
      [],
    );
    for (const path of [office.paths.article, office.paths.document, office.paths.letter, '/c/disclosure-education/'])
      assert.ok(pathsOn(url).includes(path), path);
    for (const path of ['/search/', '/interact/letter/', '/interact/comment/', '/data/'])
      assert.ok(pathsOn(office.url).includes(path), path);
  });

  it('leads nowhere into the back office', () => {
    const inside = [...walked.reached.keys()].filter((one) =>
      /^\/(console|api|push|connect|metrics)\b/.test(new URL(one).pathname),
    );
    assert.deepEqual(inside, []);
  });

  it('has no page that nobody is led to, but those that were withdrawn', async () => {
    const files = await readdir(folder, { recursive: true });
    const pages = files.filter((file) => file.endsWith('.html')).map((file) => `/${file.replace(/index\.html$/, '')}`);
    const lost = pages.filter((path) => !pathsOn(url).includes(path) && !path.startsWith('/c/disclosure-'));
    assert.deepEqual(lost, [office.paths.withdrawn]);
  });

  it('names in feeds and site maps what is there, all of it and nothing else', async () => {
    const locs = async (file: string) =>
      [...(await readFile(join(folder, file), 'utf8')).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc = '']) => loc);
    const maps = await locs('sitemap.xml');
    const named = (await Promise.all(maps.map((map) => locs(new URL(map).pathname.slice(1))))).flat();
    const feed = JSON.parse(await readFile(join(folder, 'feed.json'), 'utf8'));
    const items: string[] = feed.items.map((item: { url: string }) => item.url);
    assert.ok(items.length >= 3 && items.every((item) => named.includes(item)), 'a page of the feed is in no site map');
    for (const address of [...maps, ...named, ...items]) {
      assert.ok(address.startsWith(`${url}/`), address);
      assert.equal((await fetch(address)).status, 200, address);
    }
    assert.ok(!named.includes(url + office.paths.withdrawn) && !items.includes(url + office.paths.withdrawn));
  });

  it('says in a page that was withdrawn why, and shows its own page for what is not there', async () => {
    assert.ok((await (await fetch(url + office.paths.withdrawn)).text()).includes('时间有误'));
    const missing = await fetch(`${url}/p/nothing.html`);
    assert.deepEqual([missing.status, (await missing.text()).includes('没有找到')], [404, true]);
  });

  it('is not made without a folder, and says how', async () => {
    const { code, errors } = await exportSite([]);
    assert.equal(code, 2);
    assert.match(errors, /用法/);
  });
});

/** As nginx with `index index.html; error_page 404 /404.html;` does. */
async function serveFiles(folder: string, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, path, path.endsWith('/') ? 'index.html' : '');
    const found = await readFile(file).catch(() => null);
    const type = /\.html$/.test(file) ? 'text/html; charset=utf-8' : 'application/octet-stream';
    response.writeHead(found ? 200 : 404, { 'content-type': type });
    response.end(found ?? (await readFile(join(folder, '404.html'))));
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return server;
}

/** Follows every link on the first of the origins; of the others only looks whether what is led to answers. */
async function walk(origins: readonly string[], starts: readonly string[]): Promise<Walked> {
  const reached = new Map<string, number>();
  const from = new Map<string, string>();
  const ahead = [...starts];
  for (let address = ahead.pop(); address !== undefined; address = ahead.pop()) {
    if (reached.has(address)) continue;
    const response = await fetch(address, { headers: { accept: 'text/html, */*' } });
    reached.set(address, response.status);
    const body = await response.text();
    if (!address.startsWith(`${origins[0]}/`)) continue;
    for (const link of linksIn(address, body)) {
      const { href, origin } = new URL(link, address);
      if (!origins.includes(origin)) continue;
      const [whole = ''] = href.split('#');
      if (!from.has(whole)) from.set(whole, address);
      ahead.push(whole);
    }
  }
  return { reached, from };
}

function linksIn(address: string, body: string): readonly string[] {
  const { pathname } = new URL(address);
  if (/\.(xml|txt)$/.test(pathname)) {
    const named = body.matchAll(/<(?:loc|link)>([^<]+)<|<link [^>]*href="([^"]+)"|Sitemap: (\S+)/g);
    return [...named].map(([, element, attribute, line]) => element ?? attribute ?? line ?? '');
  }
  if (!/(\/|\.html)$/.test(pathname)) return [];
  const $ = load(body);
  const attributes = $('[href], [src], form[action]')
    .toArray()
    .flatMap((one) => ('attribs' in one ? [one.attribs.href, one.attribs.src, one.attribs.action] : []));
  return attributes.filter((one): one is string => one !== undefined && !one.startsWith('mailto:'));
}
