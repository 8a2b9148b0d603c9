/** The adapter against its playback, or against a bare server that answers whatever a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import startFake, { type WeiboFake } from '../../../channels/weibo/fake.ts';
import weibo from '../../../channels/weibo/index.ts';
import type { Channel, Piece } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { Tools } from '../../../src/channel/kind.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import { aClock, anAccount, anAnnouncement, aTools, type SetClock, SITE_URL } from '../../support/channel-tools.ts';

export const UID = '2018000137';

const closing: (() => Promise<unknown> | undefined)[] = [];

/** Closes what the test opened. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export function openChannel(settings: Readonly<Record<string, string>>, tools: Partial<Tools> = {}): Channel {
  const channel = weibo.open(anAccount(), weibo.settings.parse(settings), aTools(tools));
  closing.push(async () => channel.close?.());
  return channel;
}

export interface Played {
  readonly clock: SetClock;
  readonly fake: WeiboFake;
  readonly channel: Channel;
}

/** The playback and a channel on it, with the given settings and tools changed. */
export async function openPlayed(
  settings: Readonly<Record<string, string>> = {},
  { file = null, tools = {} }: { file?: string | null; tools?: Partial<Tools> } = {},
): Promise<Played> {
  const clock = aClock();
  const fake = await startFake({ port: 0, clock, file, pushTo: null, siteUrl: SITE_URL });
  closing.push(fake.close);
  return { clock, fake, channel: openChannel({ ...fake.settings, ...settings }, tools) };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly type: string;
  readonly body: string;
}

export interface Bare {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly connections: () => number;
  /** A channel on this server. */
  readonly channel: Channel;
}

type Answer = (asked: Asked, response: ServerResponse) => void;

/** A platform that is nothing but the given answer. */
export async function openBare(answer: Answer, settings: Readonly<Record<string, string>> = {}): Promise<Bare> {
  const asked: Asked[] = [];
  let connections = 0;
  const server = createServer(async (request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const type = request.headers['content-type'] ?? '';
    const body = await text(request);
    const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, type, body };
    asked.push(one);
    answer(one, response);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const channel = openChannel({ ENDPOINT: url, UID, ACCESS_TOKEN: '2.00secret', ...settings });
  return { url, asked, connections: () => connections, channel };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function pieceOf(channel: Channel, changes: Partial<Announcement> = {}): Piece {
  const rendered = channel.render(anAnnouncement(changes));
  if (!rendered.fits) throw new Error(`does not fit: ${JSON.stringify(rendered.misfits)}`);
  return rendered.piece;
}

/** The failure of a promise that must fail. */
export async function failureOf(promise: Promise<unknown>): Promise<ChannelFailure> {
  const failed = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (failed instanceof ChannelFailure) return failed;
  throw new Error('expected a ChannelFailure', { cause: failed });
}
