/**
 * Four sources of one hot list played back on a local port, each under its own path, and a page with their troubles. The
 * list moves with the clock: what stands still is a trouble.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Fake, FakeOptions } from '../../src/channel/fake.ts';
import { minutes } from '../../src/clock.ts';
import {
  type FakeEntry,
  type FakeList,
  type Written,
  writeDailyHot,
  writeNewsnow,
  writeRss,
  writeWeibo,
} from './fake-formats.ts';
import { PAGE_HEADERS, showPage } from './fake-page.ts';
import { type HotlistTrouble, isTrouble } from './fake-troubles.ts';
import type { HotlistSettings } from './settings.ts';

type Format = HotlistSettings['SOURCE'];

export interface HotlistFake extends Fake {
  /** Variables of an account that reads this list in the given format. */
  settingsFor(format: Format): Readonly<Record<string, string>>;
  /** From now on and until mend(). */
  spoil(trouble: HotlistTrouble): void;
  /** The words on the list, hottest first. */
  show(words: readonly string[]): void;
  /** What arrived, oldest first: path and query. */
  readonly asked: readonly string[];
}

const PATHS: Readonly<Record<Format, string>> = {
  weibo: '/ajax/side/hotSearch',
  dailyhot: '/weibo',
  newsnow: '/api/s',
  rss: '/weibo/search/hot',
};

const WRITERS: Readonly<Record<Format, (list: FakeList) => Written>> = {
  weibo: writeWeibo,
  dailyhot: writeDailyHot,
  newsnow: writeNewsnow,
  rss: writeRss,
};

const WORDS = [
  '示范县樱桃节开幕',
  '多地发布高温预警',
  '老旧小区加装电梯',
  '县城早高峰公交改线',
  '自来水水质公示',
  '义务教育招生问答',
];
const CACHED_MS = minutes(1);

export default async function startFake({ port, clock }: FakeOptions): Promise<HotlistFake> {
  const asked: string[] = [];
  const began = clock.now();
  let words: readonly string[] = WORDS;
  let trouble: HotlistTrouble | null = null;
  let stoodAt: Date | null = null;
  const server = createServer((request, response) => {
    response.shouldKeepAlive = false;
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function list(): FakeList {
    const now = stoodAt ?? clock.now();
    // A collector asks its own source once a minute and answers out of its cache in between.
    const at = new Date(Math.floor(now.getTime() / CACHED_MS) * CACHED_MS);
    const entries = words.map((word, i) => entryOf(word, { place: i, at, began }));
    return { at, isCached: at < now, entries: trouble === 'ads' ? withAds(entries) : entries };
  }
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = new URL(request.url ?? '/', url);
    if (wanted.pathname === '/trouble' && request.method === 'POST') {
      spoil(new URLSearchParams(await text(request)).get('trouble'));
      response.writeHead(303, { location: '/' }).end();
      return;
    }
    const [format] = Object.entries(PATHS).find(([, path]) => path === wanted.pathname) ?? [];
    if (!format) {
      response.writeHead(200, PAGE_HEADERS).end(showPage({ entries: list().entries, trouble }));
      return;
    }
    asked.push(wanted.pathname + wanted.search);
    answerAs(trouble, response, WRITERS[format as Format](trouble === 'empty' ? { ...list(), entries: [] } : list()));
  }
  function spoil(name: string | null): void {
    trouble = isTrouble(name) ? name : null;
    stoodAt = trouble === 'stale' ? clock.now() : null;
  }
  const settingsFor = (format: Format) => ({
    SOURCE: format,
    ADDRESS: `${url}${PATHS[format]}${format === 'newsnow' ? '?id=weibo' : ''}`,
    ANSWER_TIMEOUT_MS: '2000',
  });
  return {
    ...readOnly(),
    url,
    settings: settingsFor('weibo'),
    settingsFor,
    asked,
    spoil,
    show: (shown) => {
      words = shown;
    },
    mend: () => spoil(null),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Nothing is ever published here. */
function readOnly() {
  const never = () => '热榜只读取，不能发布';
  return {
    kind: 'hotlist',
    posts: () => [],
    comments: () => [],
    comment: () => {
      throw new Error('a hot list takes no comments');
    },
    spoilNext: (name: string) => {
      throw new Error(`${name} cannot be played: ${never()}`);
    },
    cannotPlay: never,
    arrived: () => [],
    troubles: () => [],
  } satisfies Partial<Fake>;
}

interface Place {
  readonly place: number;
  readonly at: Date;
  readonly began: Date;
}

/** Heat grows by the minute, so that a list that lives never looks the same for long. */
function entryOf(word: string, { place, at, began }: Place): FakeEntry {
  const passed = Math.floor(at.getTime() / CACHED_MS) % 10_000;
  const label = ['沸', '热', '新'][place] ?? '';
  const heat = 3_000_000 - place * 400_000 + passed;
  return { word, heat, category: '社会', label, isAd: false, since: began };
}

function withAds(entries: readonly FakeEntry[]): readonly FakeEntry[] {
  const [first, ...others] = entries;
  if (!first) return entries;
  const ad = { ...first, word: '某品牌新品首发', isAd: true };
  return [first, ad, ...others, { ...ad, word: '年中大促' }];
}

const LOGIN = '<!DOCTYPE html><html><head><title>Sina Visitor System</title></head><body></body></html>';

function answerAs(trouble: HotlistTrouble | null, response: ServerResponse, { type, body }: Written): void {
  switch (trouble) {
    case 'slow':
      return; // the connection stays open until the fake is closed
    case 'login':
      response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN);
      return;
    case 'error':
      response.writeHead(500, { 'content-type': 'text/html' }).end('<html><body>Internal Server Error</body></html>');
      return;
    case 'elsewhere':
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': type }).end(body.slice(0, Math.floor(body.length / 2)));
      return;
    default:
      response.writeHead(200, { 'content-type': type }).end(body);
  }
}
