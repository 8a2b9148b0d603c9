/** Opens a port for a Koa app and closes it without cutting off whoever is being served. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';
import { minutes, seconds } from '../clock.ts';
import { keepRead } from './read-body.ts';

/** Asked before the app: answers the request, or gives it on, with the bytes it has read of it. */
export type Door = (request: IncomingMessage, response: ServerResponse, giveOn: (read?: Buffer) => void) => void;

export interface Listening {
  readonly app: Koa;
  /** One asks the next. */
  readonly doors?: readonly Door[];
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** How long running requests may take to finish on close; 10 s unless told. */
  readonly closeWithinMs?: number;
}

export interface Listener {
  /** http://host:port */
  readonly url: string;
  /** Takes no new requests, lets running ones end, cuts off those that take too long. May be called twice. */
  close(): Promise<void>;
}

/** Rejects when the port is taken or not allowed. */
export async function listen({
  app,
  doors = [],
  host,
  port,
  closeWithinMs = seconds(10),
}: Listening): Promise<Listener> {
  const server = createServer(doors.reduceRight(before, app.callback()));
  server.headersTimeout = seconds(20); // against clients that trickle headers to hold connections
  server.requestTimeout = minutes(5); // the largest import over a slow line
  server.keepAliveTimeout = seconds(75); // longer than nginx's 60 s (ngx_http_upstream keepalive_timeout)
  await opened(server, host, port);
  const { port: actual } = server.address() as AddressInfo;
  let closed: Promise<void> | null = null;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close() {
      closed ??= close(server, closeWithinMs);
      return closed;
    },
  };
}

function before(answer: RequestListener, door: Door): RequestListener {
  return (request, response) =>
    door(request, response, (read) => {
      if (read) keepRead(request, read);
      answer(request, response);
    });
}

function opened(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), withinMs);
    // before the doors: one that answers at once would have sent its headers already
    server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
    // close() ends idle connections once; those still serving must be ended when they become idle
    const sweep = setInterval(() => server.closeIdleConnections(), 20);
    server.close(() => {
      clearTimeout(cutOff);
      clearInterval(sweep);
      resolve();
    });
  });
}
