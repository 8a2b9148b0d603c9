/**
 * The short way in for readers: a finished page is sent from memory before Koa has made anything of the request, in about the
 * time Node needs to send the bytes. Everything else goes on to site-pages.ts, which makes pages and keeps them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Coding, PageMemory } from './page-memory.ts';

export interface PageDoorParts {
  readonly memory: PageMemory;
  /** Told of each request answered here. */
  measure(request: { method: string; route: string; status: number; ms: number }): void;
}

type GiveOn = (read?: Buffer) => void;

/** Pages have no route of their own in the figures of operation (http/track-request.ts). */
const ROUTE = 'none';

export function openPageDoor({ memory, measure }: PageDoorParts) {
  const codingOf = rememberCodings();
  return (request: IncomingMessage, response: ServerResponse, giveOn: GiveOn): void => {
    const { method, url = '', headers } = request;
    const begun = performance.now();
    const page = method === 'GET' || method === 'HEAD' ? memory.find(url, begun) : null;
    if (!page) {
      giveOn();
      return;
    }
    const form = page.form(codingOf(headers['accept-encoding']));
    const isKept = page.status === 200 && holds(headers['if-none-match'], page.etag);
    const status = isKept ? 304 : page.status;
    // A 304 carries the headers a 200 would; with no body Node leaves out what speaks of one.
    response.writeHead(status, (isKept ? withoutLength(form.headers) : form.headers) as string[]);
    response.end(isKept || method === 'HEAD' ? undefined : form.body);
    measure({ method: method ?? '', route: ROUTE, status, ms: performance.now() - begun });
  };
}

/**
 * RFC 9110 §13.1.2, by weak comparison. Whoever has the page in another coding has it, too: caches keep codings apart by
 * Vary, and a proxy in front may have unpacked it.
 */
export function holds(asked: string | undefined, etag: string): boolean {
  if (asked === undefined || asked === '') return false;
  return asked.split(',').some((tag) => /^(?:W\/)?"(.*?)(?:-br|-gzip)?"$/.exec(tag.trim())?.[1] === etag);
}

function withoutLength(headers: readonly string[]): string[] {
  const at = headers.indexOf('Content-Length');
  return headers.toSpliced(at, 2);
}

/** Browsers say one of a handful of texts; reading each anew would cost more than the rest. */
function rememberCodings(): (accepted: string | string[] | undefined) => Coding {
  const known = new Map<string, Coding>();
  return (accepted) => {
    if (accepted === undefined) return 'identity';
    const text = String(accepted);
    const found = known.get(text);
    if (found) return found;
    const coding = codingOf(text);
    if (known.size < 200) known.set(text, coding);
    return coding;
  };
}

/** The smallest that is accepted (RFC 9110 §12.5.3); nobody's preference between the two is asked. */
export function codingOf(accepted: string): Coding {
  const refused = new Set<string>();
  const taken = new Set<string>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const isRefused = parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter));
    (isRefused ? refused : taken).add(name);
  }
  const accepts = (name: string) => taken.has(name) || (taken.has('*') && !refused.has(name));
  if (accepts('br')) return 'br';
  return accepts('gzip') ? 'gzip' : 'identity';
}
