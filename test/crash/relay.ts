/**
 * A door in front of a platform that knows how far each call has come, so that the caller can be killed there:
 *
 *   arrives       the call is here, the platform has not had it
 *   taken         the platform has carried it out, its answer is not on its way
 *   mid-answer    half of the answer's body is out
 *   answered      the answer is out
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Relay {
  readonly url: string;
  close(): Promise<void>;
}

export interface Relaying {
  /** Of the account, begins every step's name. */
  readonly name: string;
  /** The platform's own address. */
  readonly to: string;
  /** Told `<name>:<path>.<phase>` and may kill the caller. */
  readonly reach: (step: string) => void;
}

export async function openRelay(relaying: Relaying): Promise<Relay> {
  const server = createServer((incoming, response) => {
    response.on('error', () => {});
    relay(relaying, incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

async function relay({ name, to, reach }: Relaying, incoming: IncomingMessage, response: ServerResponse) {
  const { pathname } = new URL(incoming.url ?? '/', to);
  const at = (phase: string) => reach(`${name}:${pathname}.${phase}`);
  const body = await buffer(incoming);
  at('arrives');
  const answer = await ask(`${to}${incoming.url}`, incoming, body);
  at('taken');
  response.writeHead(answer.status, answer.headers);
  const half = Math.floor(answer.body.length / 2);
  await new Promise<void>((resolve) => response.write(answer.body.subarray(0, half), () => resolve()));
  at('mid-answer');
  await new Promise<void>((resolve) => response.end(answer.body.subarray(half), () => resolve()));
  at('answered');
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function ask(url: string, { method, headers }: IncomingMessage, body: Buffer): Promise<Answered> {
  const { host: _host, connection: _connection, 'transfer-encoding': _chunked, ...kept } = headers;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
    const options = { method: method ?? 'GET', headers: { ...kept, ...length }, agent: false as const };
    request(url, options, resolve).on('error', reject).end(body);
  });
  const { connection: _own, 'content-length': _length, 'transfer-encoding': _coding, ...told } = answer.headers;
  return { status: answer.statusCode ?? 502, headers: told, body: await buffer(answer) };
}
