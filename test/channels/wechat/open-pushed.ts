/** Somewhere for the playback to push to: what came is kept, the answer is the test's. For each test of the describe block that calls it. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushedMessage } from '../../../src/channel/contract.ts';

export interface Pushed {
  readonly messages: PushedMessage[];
  answer: (message: PushedMessage, response: ServerResponse) => unknown;
  /** Known once the block's tests have begun. */
  to(): string;
}

/** When everything comes. */
export const now = new Date('2026-03-02T09:00:00+08:00');

export function openPushed(): Pushed {
  let listener: Server;
  const pushed: Pushed = {
    messages: [],
    answer: () => {},
    to: () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/push/wechat`,
  };
  before(async () => {
    listener = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      let body = '';
      for await (const chunk of request) body += chunk;
      const query = Object.fromEntries(url.searchParams);
      const type = request.headers['content-type'] ?? '';
      const message: PushedMessage = { method: 'POST', query, type, body, now };
      pushed.messages.push(message);
      await pushed.answer(message, response);
    });
    await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  });
  beforeEach(() => {
    pushed.messages.length = 0;
    pushed.answer = (_message, response) => response.end('success');
  });
  after(async () => {
    const closed = new Promise((done) => listener.close(done));
    listener.closeAllConnections();
    await closed;
  });
  return pushed;
}
