/**
 * One request and its answer through wechat-api's own request (urllib 2.21): the time-outs, the reading of the body and the
 * sorting of network trouble. What an errcode means is in errors.ts, who asks is api.ts.
 */
import type { IncomingMessage } from 'node:http';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';
import { parseJson } from '../../src/channel/parse-json.ts';
import type { Connections } from './connections.ts';

export type RequestOptions = Readonly<Record<string, unknown>>;
export type Send = (
  address: Address,
  options: RequestOptions,
  callback: (error: unknown, data?: unknown, response?: unknown) => void,
) => void;

export interface Wire {
  readonly connections: Connections;
  readonly connectMs: number;
  readonly answerMs: number;
}

export interface Exchange {
  readonly send: Send;
  readonly url: string;
  readonly options: RequestOptions;
  readonly signal: AbortSignal;
  readonly wire: Wire;
}

/** A platform answer: a JSON object, integers past 2^53 as text. */
export type Answer = Readonly<Record<string, unknown>>;

const LARGEST_ANSWER = 32 * 1024 * 1024; // a page of 20 drafts with their texts may come near 20 MB

/**
 * An address as urllib takes it. urllib writes the address into error messages and console warnings: as text it shows no
 * query, so that neither token nor secret gets there.
 */
export class Address {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;

  constructor(url: string) {
    const { protocol, hostname, port, pathname, search } = new URL(url);
    this.protocol = protocol;
    this.hostname = hostname.replace(/^\[|\]$/g, '');
    this.port = port;
    this.path = pathname + search;
  }

  toString(): string {
    return `${this.protocol}//${this.hostname}${this.path.replace(/\?.*/s, '')}`;
  }
}

/** Throws ChannelFailure 'unreachable' when the request cannot have arrived, otherwise 'uncertain'. */
export async function exchange({ send, url, options, signal, wire }: Exchange): Promise<Answer> {
  if (signal.aborted) throw stopped();
  const stop = new AbortController();
  const tell = () => stop.abort();
  signal.addEventListener('abort', tell, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const address = new Address(url);
  const { agent, httpsAgent } = wire.connections;
  try {
    await wire.connections.open(address, stop.signal);
    // The library's own timer ends with the answer's head; this one covers a body that never ends.
    timer = setTimeout(tell, wire.answerMs);
    const response = await begin(send, address, {
      ...options,
      streaming: true,
      timeout: [wire.connectMs, wire.answerMs],
      agent,
      httpsAgent,
      beforeRequest: (request: { signal?: AbortSignal }) => {
        request.signal = stop.signal;
      },
    });
    return await readAnswer(response);
  } catch (error) {
    throw signal.aborted ? stopped() : sortTrouble(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', tell);
  }
}

function begin(send: Send, address: Address, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    send(address, options, (error, _data, answer) => {
      if (error) return reject(error);
      const response = answer as IncomingMessage & { req: NodeJS.EventEmitter };
      // urllib would call back a second time, with a console warning, when the connection dies inside the body.
      response.req.removeAllListeners('error').on('error', () => {});
      resolve(response);
    });
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw unreadable('too-large');
    chunks.push(chunk);
  }
  // The platform answers 200 even to refusals: anything else is a gateway speaking, whatever its body says.
  if (response.statusCode !== 200) throw unreadable(`HTTP ${response.statusCode}`);
  return readBody(Buffer.concat(chunks).toString('utf8'));
}

function readBody(text: string): Answer {
  if (text.trim() === '') throw unreadable('empty');
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    throw unreadable('not-json');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw unreadable('not-an-object');
  return body as Answer;
}

/** The failure for an answer nobody can read. */
export function unreadable(code: string): ChannelFailure {
  return new ChannelFailure('uncertain', `微信接口的答复无法读懂（${code}），结果不明，先核查`, { code });
}

/** The failure for a call whose caller stopped waiting. */
export function stopped(): ChannelFailure {
  return new ChannelFailure('uncertain', '等待被中止，结果不明，先核查', { code: 'ABORTED' });
}

// urllib's connect timer gives no code, only a name: no connection, so nothing arrived.
const NEVER_CONNECTED = new Set(['ConnectionTimeoutError', 'SocketAssignTimeoutError']);

/** Network trouble as a failure; keeps none of the error's text. */
export function sortTrouble(error: unknown): ChannelFailure {
  if (error instanceof Error && NEVER_CONNECTED.has(error.name)) {
    return new ChannelFailure('unreachable', '连接微信接口超时，未送达，稍后自动重试', { code: error.name });
  }
  return networkFailure(error);
}
