/**
 * One HTTP exchange with the platform, once. Own agent instead of fetch, because fetch can neither be told a connect
 * time-out nor be closed; and only a connect time-out proves that nothing arrived. Answers are read in read-answer.ts.
 */
import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';

const LONGEST_ANSWER = 8_000_000; // bytes; a page of 50 comments is about 150 kB

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly type: string | null;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Line {
  /** Throws ChannelFailure: 'unreachable' when nothing can have arrived, else 'uncertain'. */
  exchange(call: Call): Promise<Answer>;
  close(): void;
}

interface TimeOuts {
  readonly connectMs: number;
  readonly answerMs: number;
}

/** A line to the platform, idle connections kept for a few seconds (longer, and it may have closed them unseen). */
export function openLine(timeOuts: TimeOuts): Line {
  const pool = { keepAlive: true, timeout: 4_000, maxSockets: 4 };
  const plain = new PlainAgent(pool);
  const secure = new SecureAgent(pool);
  return {
    exchange: (call) => exchange(call, call.url.protocol === 'https:' ? secure : plain, timeOuts),
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function exchange(call: Call, agent: PlainAgent, { connectMs, answerMs }: TimeOuts): Promise<Answer> {
  const stopped = new ChannelFailure('unreachable', '正在停止运行，没有发出，稍后自动重试');
  if (call.signal.aborted) return Promise.reject(stopped);
  return new Promise((resolve, reject) => {
    const request = start(call, agent);
    let sent = false;
    let timer = setTimeout(() => request.destroy(coded('UND_ERR_CONNECT_TIMEOUT')), connectMs);
    const fail = (error: Error) =>
      reject(call.signal.aborted && !sent ? stopped : networkFailure(sent ? error : beforeSending(error)));
    whenConnected(request, call.url, () => {
      sent = true;
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(coded('ANSWER_TIMEOUT')), answerMs);
    });
    request.on('error', fail);
    request.once('response', (response) => collect(response).then(resolve, fail));
    request.once('close', () => clearTimeout(timer));
    request.end(call.body ?? undefined);
  });
}

function start({ method, url, type, body, signal }: Call, agent: PlainAgent): ClientRequest {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'sanwei' };
  if (type) headers['content-type'] = type;
  if (body) headers['content-length'] = String(body.byteLength);
  const options = { method, agent, headers, signal };
  return url.protocol === 'https:' ? secureRequest(url, options) : plainRequest(url, options);
}

function whenConnected(request: ClientRequest, url: URL, connected: () => void): void {
  request.once('socket', (socket) => {
    // A socket from the pool has been connected long ago; a new secure one is ready only after its handshake.
    if (request.reusedSocket) connected();
    else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
  });
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) throw coded('ANSWER_TOO_LONG');
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** The system's own time-out has one code for both phases; before the connection stands it proves that nothing arrived. */
function beforeSending(error: Error): Error {
  const { code } = error as { code?: unknown };
  return code === 'ETIMEDOUT' ? coded('UND_ERR_CONNECT_TIMEOUT') : error;
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
