/** How a call's answer ends: whole, or as the trouble it meets will have it. */
import type { ServerResponse } from 'node:http';
import type { Trouble } from '../../src/channel/fake.ts';
import type { FakeBody } from './fake-call.ts';

export function finish(response: ServerResponse, body: FakeBody, trouble: Trouble | null): void {
  const text = JSON.stringify(body);
  const head = { 'content-type': 'application/json; encoding=utf-8' };
  switch (trouble) {
    case 'hang':
    case 'hang-after':
      return; // the connection stays open until the fake is closed
    case 'lost-answer':
      response.destroy();
      return;
    case 'reset':
    case 'reset-after':
      response.socket?.resetAndDestroy();
      return;
    case 'slow-body':
      drip(response.writeHead(200, head), text);
      return;
    case 'bad-gateway':
    case 'bad-gateway-before':
      gateway(response, 502, '<html><body><h1>502 Bad Gateway</h1></body></html>');
      return;
    default:
      response.writeHead(200, head).end(text);
  }
}

/** Half the answer, then a blank now and then: a caller that only counts silence would wait for ever. */
function drip(response: ServerResponse, text: string): void {
  response.write(text.slice(0, text.length / 2));
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
}

/** A gateway in front of the platform speaks. */
export function gateway(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(body);
}
