/** What adapters are given, small and in memory: a vault, pictures, a silent log, attempts, a clock to set. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { pino } from 'pino';
import type { Attempt, Order, Trace } from '../../src/channel/contract.ts';
import type { Account, Counters, Media, Site, Tools, Vault } from '../../src/channel/kind.ts';
import { openMedia } from '../../src/channel/own-records.ts';
import type { Clock } from '../../src/clock.ts';
import { Problem } from '../../src/errors.ts';
import type { Announcement, Picture } from '../../src/release/announcement.ts';

export const SITE_URL = 'https://www.luodian.example';

export const silentLog = pino({ level: 'silent' });

export interface SetClock extends Clock {
  /** Moves on by milliseconds. */
  pass(ms: number): void;
  set(at: Date): void;
}

/** A clock that stands at 2026-03-02 09:00 Beijing time until it is told otherwise. */
export function aClock(start = new Date('2026-03-02T09:00:00+08:00')): SetClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    pass(ms) {
      now += ms;
    },
    set(at) {
      now = at.getTime();
    },
  };
}

export function memoryVault(values: Readonly<Record<string, string>> = {}): Vault {
  const kept = new Map(Object.entries(values));
  return {
    get: async (name) => kept.get(name) ?? null,
    put: async (name, value) => void kept.set(name, value),
    async swap(name, before, value) {
      if ((kept.get(name) ?? null) !== before) return false;
      kept.set(name, value);
      return true;
    },
  };
}

export function memoryCounters(): Counters {
  const counts = new Map<string, number>();
  const read = (name: string, window: string) => counts.get(`${name}@${window}`) ?? 0;
  const add = (name: string, window: string, by: number) => counts.set(`${name}@${window}`, read(name, window) + by);
  return {
    async count(name, window, most) {
      if (read(name, window) >= most) return false;
      add(name, window, 1);
      return true;
    },
    uncount: async (name, window) => void add(name, window, -1),
    read: async (name, window) => read(name, window),
  };
}

/** A vault that tells what was put into it. */
export function recordingVault(): { readonly vault: Vault; readonly put: readonly string[] } {
  const vault = memoryVault();
  const put: string[] = [];
  const recording: Vault = {
    get: vault.get,
    async put(name, value) {
      put.push(value);
      await vault.put(name, value);
    },
    async swap(name, before, value) {
      put.push(value);
      return await vault.swap(name, before, value);
    },
  };
  return { vault: recording, put };
}

/** A log whose lines can be read, everything included. */
export function memoryLog(): { readonly log: typeof silentLog; readonly lines: readonly string[] } {
  const lines: string[] = [];
  return { log: pino({ level: 'trace' }, { write: (line) => void lines.push(line) }), lines };
}

export interface StoredPicture {
  readonly picture: Picture;
  readonly bytes: Uint8Array;
}

/** A valid grey PNG of the given size under the digest of its bytes. */
export function aPicture({ width = 320, height = 200 }: { width?: number; height?: number } = {}): StoredPicture {
  const bytes = toPng(width, height);
  const id = `${createHash('sha256').update(bytes).digest('hex')}.png`;
  return { picture: { id, type: 'image/png', bytes: bytes.byteLength, width, height }, bytes };
}

function toPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8); // bits per channel; colour type 0 is grey
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row++) rows.writeUInt8(0, row * (width + 1));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}

function chunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.byteLength);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/** What own-records.ts makes of kept pictures. */
export function mediaOf(...stored: readonly StoredPicture[]): Media {
  const pictures = new Map(stored.map(({ picture, bytes }) => [picture.id, bytes]));
  return openMedia({
    async read(id) {
      const bytes = pictures.get(id);
      if (bytes) return bytes;
      throw new Problem('not-found', '没有这张图片。请重新上传。');
    },
  });
}

/** For kinds that are no website: whoever touches it is wrong. */
const noSite: Site = {
  put: () => Promise.reject(new Error('only the website has a site')),
  withdraw: () => Promise.reject(new Error('only the website has a site')),
  find: () => Promise.reject(new Error('only the website has a site')),
  answer: () => Promise.reject(new Error('only the website has a site')),
  hasAnswer: () => Promise.reject(new Error('only the website has a site')),
  moderate: () => Promise.reject(new Error('only the website has a site')),
};

export function aTools(changes: Partial<Tools> = {}): Tools {
  const own = { vault: memoryVault(), counters: memoryCounters(), media: mediaOf(), site: noSite };
  return { ...own, siteUrl: SITE_URL, log: silentLog, ...changes };
}

export function anAccount(changes: Partial<Account> = {}): Account {
  const names = { id: 'weibo', kind: 'weibo', name: '县政府办微博', prefix: 'WEIBO' };
  return { ...names, from: null, to: null, canonical: false, ...changes };
}

/** A first try whose steps are remembered for its own life. */
export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  const remembered = new Map<string, unknown>();
  return {
    key: 'r1:1:account:publish',
    number: 1,
    now: new Date('2026-03-02T09:00:00+08:00'),
    signal: new AbortController().signal,
    log: silentLog,
    async step(name, make) {
      if (!remembered.has(name)) remembered.set(name, await make());
      return remembered.get(name) as Awaited<ReturnType<typeof make>>;
    },
    ...changes,
  };
}

export function aTrace(order: Order, changes: Partial<Trace> = {}): Trace {
  const at = new Date('2026-03-02T09:00:00+08:00');
  return { order, firstTriedAt: at, lastTriedAt: at, ticket: null, steps: {}, known: [], before: null, ...changes };
}

export function anAnnouncement(changes: Partial<Announcement> = {}): Announcement {
  const release = changes.release ?? 'r1';
  return {
    release,
    revision: 1,
    kind: 'announcement',
    title: '关于城区供水管网检修停水的公告',
    body: '<p>因城区供水管网检修，3月5日8时至18时，解放路、建设路沿线停水，请提前储水。</p>',
    summary: '3月5日8时至18时，解放路、建设路沿线停水，请提前储水。',
    column: 'gsgg',
    disclosure: '主动公开',
    number: '罗府公告〔2026〕3号',
    source: '县水务局',
    author: '',
    writtenOn: '2026-03-01',
    pictures: [],
    interprets: null,
    respondsTo: null,
    url: `${SITE_URL}/p/${release}.html`,
    publishedAt: new Date('2026-03-02T09:00:00+08:00'),
    correction: null,
    choices: {},
    ...changes,
  };
}
