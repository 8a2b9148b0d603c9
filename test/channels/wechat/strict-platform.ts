/**
 * A small platform that knows nothing of the playback: it takes every forced refresh, counts all it is asked, and lets one
 * call be answered in any way. For each test of the describe block that calls it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SECRET = 'APP-SECRET-OF-THE-ACCOUNT';

export interface Asked {
  readonly path: string;
  readonly token: string | null;
  readonly body: string;
  readonly socket: unknown;
  readonly headers: IncomingMessage['headers'];
}

export interface StrictPlatform {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Modes of the tokens asked for, in order. */
  readonly modes: readonly ('normal' | 'forced')[];
  /** How tokens that are not the newest are answered. */
  refusal: number;
  /** The present token dies, and only a forced refresh gives another: as normal mode does while it still counts as good. */
  kill(): void;
  /** Answers the calls of a path instead of the platform. */
  answer: (path: string, response: ServerResponse) => boolean;
}

export function openStrictPlatform(): () => StrictPlatform {
  let platform: StrictPlatform;
  let server: Server;
  beforeEach(async () => {
    const modes: ('normal' | 'forced')[] = [];
    const asked: Asked[] = [];
    let [newest, isDead] = [1, false];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const token = searchParams.get('access_token');
      asked.push({ path, token, body, socket: request.socket, headers: request.headers });
      if (platform.answer(path, response)) return;
      if (path === '/cgi-bin/stable_token') {
        const isForced = body.includes('"force_refresh":true');
        modes.push(isForced ? 'forced' : 'normal');
        if (isForced) [newest, isDead] = [newest + 1, false];
        response.end(JSON.stringify({ access_token: `SECRET-TOKEN-${newest}`, expires_in: 7200 }));
        return;
      }
      const isGood = token === `SECRET-TOKEN-${newest}` && !isDead;
      const rid = 'rid: 5f0bd1ad-3a4c4f6a-1b2c3d4e';
      response.end(
        isGood ? '{"errcode":0,"errmsg":"ok"}' : `{"errcode":${platform.refusal},"errmsg":"access_token ${rid}"}`,
      );
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const kill = () => {
      isDead = true;
    };
    platform = { url, asked, modes, refusal: 40001, kill, answer: () => false };
  });
  afterEach(async () => {
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  });
  return () => platform;
}
