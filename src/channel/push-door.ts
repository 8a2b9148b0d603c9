/**
 * The short way in for pushes. A post of a public event brings messages by the thousand within minutes, and the platform
 * gives up after seconds: what is as it should be is taken here, before Koa has made anything of the request. Everything
 * else, whatever is wrong with it, goes on to the endpoints (push-routes.ts), which say so and log it.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import type { PushedMessage, Received } from './contract.ts';
import { findReceiver, type PushDesk, takePush } from './take-push.ts';

/** Platforms push XML or JSON of some kilobytes (an encrypted envelope is about three times its message). */
export const PUSH_BYTES = 1024 * 1024;

const RETRY_AFTER_SECONDS = 10; // most outages are over by then
const ROUTE = '/push/:account';
const ADDRESS = /^\/push\/([\w-]+)\?([^#]*)$/;

type Door = (request: IncomingMessage, response: ServerResponse, giveOn: (read?: Buffer) => void) => void;

export interface DoorDesk extends PushDesk {
  readonly clock: Clock;
  /** Told of each request answered here. */
  measure(request: { method: string; route: string; status: number; ms: number }): void;
}

export function openPushDoor(desk: DoorDesk): Door {
  return (request, response, giveOn) => {
    const begun = performance.now();
    const address = isPlainPost(request) ? ADDRESS.exec(request.url ?? '') : null;
    const channel = address && findReceiver(desk, address[1] as string);
    if (!channel) return giveOn();
    const end = (status: number, headers: OutgoingHttpHeaders, text: string) => {
      response.writeHead(status, headers).end(text);
      desk.measure({ method: 'POST', route: ROUTE, status, ms: performance.now() - begun });
    };
    const take = async (body: Buffer) => {
      const answer = await takePush(desk, channel, toMessage(desk, request, { query: address[2] ?? '', body }));
      end(answer.status, headersOf(answer), answer.body);
    };
    readWhole(request, (body) => {
      take(body).catch((error: unknown) => {
        // The long way would wait for the database once more, and the platform for no more than 5 s.
        if (isUnavailable(error)) end(503, { 'Retry-After': RETRY_AFTER_SECONDS }, '');
        else giveOn(body);
      });
    });
  };
}

/** Nothing about it needs a second look: a known length, bytes as they are, no browser behind it. */
function isPlainPost({ method, headers }: IncomingMessage): boolean {
  if (method !== 'POST') return false;
  const isCoded = headers['transfer-encoding'] ?? headers['content-encoding'] ?? headers.expect;
  const isBrowser = headers.origin ?? headers['sec-fetch-site'];
  return isCoded === undefined && isBrowser === undefined && Number(headers['content-length']) <= PUSH_BYTES;
}

/** The parser has checked the length; a connection that breaks off before it is reached never calls back. */
function readWhole(request: IncomingMessage, done: (body: Buffer) => void): void {
  let first: Buffer | null = null;
  const more: Buffer[] = [];
  request.on('data', (chunk: Buffer) => {
    if (first === null) first = chunk;
    else more.push(chunk);
  });
  request.on('end', () =>
    done(more.length === 0 ? (first ?? Buffer.alloc(0)) : Buffer.concat([first as Buffer, ...more])),
  );
}

function toMessage(
  { clock }: DoorDesk,
  { headers }: IncomingMessage,
  { query, body }: { query: string; body: Buffer },
): PushedMessage {
  const type = headers['content-type'] ?? '';
  const asked = Object.fromEntries(new URLSearchParams(query));
  return { method: 'POST', query: asked, type, body: body.toString('utf8'), now: clock.now() };
}

function headersOf({ type, body }: Received['answer']): OutgoingHttpHeaders {
  return { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
}
