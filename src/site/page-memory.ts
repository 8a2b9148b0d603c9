/**
 * Finished pages of the public site, ready to be sent: the bytes, plain and compressed, with all their headers. A page is
 * good while the site has not changed (site-version.ts); what is older than half a minute is made anew once while everybody
 * else still gets what is there. While the store is away everything kept stays good: the public does not notice.
 */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { seconds } from '../clock.ts';
import type { SiteVersion } from './site-version.ts';

/** An answer as site-pages.ts makes it. */
export interface Finished {
  readonly status: 200 | 410;
  readonly type: string;
  readonly content: string | Buffer;
  /** Without quotes. */
  readonly etag: string;
  /** Value of Cache-Control. */
  readonly caching: string;
  /** What never changes under its address never has to be made anew. */
  readonly isForEver: boolean;
  /** Value of Content-Disposition; '' for none. */
  readonly disposition?: string;
}

export type Coding = 'identity' | 'gzip' | 'br';

/** One page in one coding. */
export interface Form {
  readonly body: Buffer;
  /** With quotes: a strong tag belongs to one coding (RFC 9110 §8.8.3.3). */
  readonly etag: string;
  /** Names and values one after another, as writeHead takes them. */
  readonly headers: readonly string[];
}

export interface KeptPage {
  readonly status: Finished['status'];
  /** Without quotes, whatever the coding. */
  readonly etag: string;
  /** Compressed when it is first asked for. */
  form(coding: Coding): Form;
  readonly bytes: number;
}

export interface PageMemory {
  /** Taken before a page is made, given back with it: what changes meanwhile makes it stale at once. */
  version(): number;
  keep(path: string, page: Finished, version: number): void;
  /** Null for what is not there, not good any more, or to be made anew by whoever asks. `nowMs` of any steady clock. */
  find(path: string, nowMs: number): KeptPage | null;
  /** Whatever is there, however old: better than nothing while the store is away. */
  last(path: string): KeptPage | null;
}

interface Entry {
  readonly page: KeptPage;
  readonly version: number;
  readonly isForEver: boolean;
  /** When somebody is to make it anew; 0 until it is first asked for. */
  dueAtMs: number;
}

/** A crash after a change may have kept it from being counted; nothing stands longer than this and a reader's half a minute. */
const AGE_MS = seconds(30);
/** Whoever was to make it anew may have failed. */
const AGAIN_MS = seconds(5);
const MOST_BYTES = 96 * 1024 * 1024;
/** Large pictures are rare and would push out hundreds of pages. */
const LARGEST = 2 * 1024 * 1024;
const SMALLEST_COMPRESSED = 1024;

/** `headers` stand in every answer. */
export function openPageMemory(watch: SiteVersion, headers: Readonly<Record<string, string>>): PageMemory {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  const drop = (path: string) => {
    bytes -= entries.get(path)?.page.bytes ?? 0;
    entries.delete(path);
  };
  return {
    version: watch.current,
    keep(path, finished, version) {
      drop(path);
      const page = aKeptPage(finished, headers);
      if (page.bytes > LARGEST) return;
      entries.set(path, { page, version, isForEver: finished.isForEver, dueAtMs: 0 });
      bytes += page.bytes;
      for (const [oldest] of entries) {
        if (bytes <= MOST_BYTES) break;
        drop(oldest);
      }
    },
    find(path, nowMs) {
      const entry = entries.get(path);
      if (!entry) return null;
      if (entry.isForEver || !watch.isKnown()) return entry.page;
      if (entry.version !== watch.current()) return null;
      if (entry.dueAtMs === 0) entry.dueAtMs = nowMs + AGE_MS;
      if (nowMs < entry.dueAtMs) return entry.page;
      entry.dueAtMs = nowMs + AGAIN_MS;
      return null;
    },
    last: (path) => entries.get(path)?.page ?? null,
  };
}

function aKeptPage(
  { status, type, content, etag, caching, disposition = '' }: Finished,
  always: Readonly<Record<string, string>>,
) {
  const plain = Buffer.from(content);
  const isCompressible = !type.startsWith('image/') || type.startsWith('image/svg');
  const isCompressed = isCompressible && plain.length >= SMALLEST_COMPRESSED;
  const forms = new Map<Coding, Form>();
  const make = (coding: Coding): Form => {
    const body = coding === 'identity' ? plain : compress(plain, coding);
    const tag = coding === 'identity' ? `"${etag}"` : `"${etag}-${coding}"`;
    const own = { 'Content-Type': type, 'Content-Length': String(body.length), 'Cache-Control': caching, ETag: tag };
    const saved = disposition === '' ? {} : { 'Content-Disposition': disposition };
    const coded = coding === 'identity' ? {} : { 'Content-Encoding': coding };
    const vary = isCompressed ? { Vary: 'Accept-Encoding' } : {};
    return { body, etag: tag, headers: Object.entries({ ...always, ...own, ...saved, ...coded, ...vary }).flat() };
  };
  return {
    status,
    etag,
    bytes: isCompressed ? Math.ceil(plain.length * 1.6) : plain.length, // with its compressed forms, about
    form(asked: Coding): Form {
      const coding = isCompressed ? asked : 'identity';
      const form = forms.get(coding) ?? make(coding);
      forms.set(coding, form);
      return form;
    },
  };
}

/** Once for each change of a page, while somebody waits: a millisecond or two for 20 KB. */
function compress(plain: Buffer, coding: 'gzip' | 'br'): Buffer {
  if (coding === 'gzip') return gzipSync(plain, { level: 6 });
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  return brotliCompressSync(plain, { params });
}
