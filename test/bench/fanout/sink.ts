/**
 * The platform, as cheap as it gets: a process of its own that answers every post at once and counts posts per key, so that
 * duplicates and losses are known. Started by sink-process.ts; told over IPC which number of keys to report.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const counts = new Map<string, number>();
let posts = 0;
let wanted = Number.POSITIVE_INFINITY;

const server = createServer((request, response) => {
  if (request.method === 'POST') return take(request, response);
  const key = new URL(request.url ?? '/', 'http://sink').searchParams.get('key') ?? '';
  answer(response, JSON.stringify({ id: counts.has(key) ? key : null }));
});
server.keepAliveTimeout = 60_000;

/** A post has arrived when its last byte has, whether or not anybody still waits for the answer. */
function take(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on('end', () => {
    const key = String(request.headers['idempotency-key']);
    posts += 1;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    answer(response, `{"id":${JSON.stringify(key)}}`);
    if (counts.size >= wanted) tell();
  });
}

function answer(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function tell(): void {
  wanted = Number.POSITIVE_INFINITY;
  process.send?.({ told: 'reached' });
}

process.on('message', (message: { readonly ask: 'counts' } | { readonly ask: 'reach'; readonly keys: number }) => {
  if (message.ask === 'counts') return void process.send?.({ told: 'counts', posts, keys: counts.size });
  wanted = message.keys;
  if (counts.size >= wanted) tell();
});
process.once('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => process.send?.({ told: 'port', port: (server.address() as AddressInfo).port }));
