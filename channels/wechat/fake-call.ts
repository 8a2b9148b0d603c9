/** How the platform takes calls and answers them: always HTTP 200, a code in the body, a request id at its end. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FakePlatform } from './fake-state.ts';

export interface FakeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface FakeCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly type: string;
  readonly raw: Buffer;
}

export type FakeBody = Readonly<Record<string, unknown>>;

/** One of the platform's calls; what it returns is the answer, a FakeRefusal is answered with its code. */
export interface FakeHandler {
  readonly method: 'GET' | 'POST';
  /** 'media' for uploads, 'json' for the rest. */
  readonly takes: 'json' | 'media' | 'nothing';
  handle(platform: FakePlatform, asked: { body: FakeBody; file: FakeFile | null; query: URLSearchParams }): FakeBody;
}

export class FakeRefusal extends Error {
  readonly code: number;
  readonly extra: FakeBody;
  constructor(code: number, message: string, extra: FakeBody = {}) {
    super(message);
    this.code = code;
    this.extra = extra;
  }
}

export const OK: FakeBody = { errcode: 0, errmsg: 'ok' };

const LARGEST = 12 * 1024 * 1024;

export async function readFakeCall(request: IncomingMessage, address: URL): Promise<FakeCall> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new FakeRefusal(45001, 'media size out of limit');
    chunks.push(chunk);
  }
  const { method = 'GET', headers } = request;
  const { pathname: path, searchParams: query } = address;
  return { method, path, query, type: headers['content-type'] ?? '', raw: Buffer.concat(chunks) };
}

/** Runs the call on its handler. Throws FakeRefusal. */
export async function runFakeCall(platform: FakePlatform, call: FakeCall, handler: FakeHandler): Promise<FakeBody> {
  const { method, query, raw, type } = call;
  if (method !== handler.method) {
    throw handler.method === 'POST'
      ? new FakeRefusal(43002, 'require POST method')
      : new FakeRefusal(43001, 'require GET method');
  }
  const body = handler.takes === 'json' ? readBody(raw) : {};
  const file = handler.takes === 'media' ? await readMedia(raw, type) : null;
  return handler.handle(platform, { body, file, query });
}

function readBody(raw: Buffer): FakeBody {
  if (raw.length === 0) throw new FakeRefusal(44002, 'empty post data');
  const text = raw.toString('utf8');
  if (/\\u[0-9a-f]{4}/i.test(text)) throw new FakeRefusal(40033, 'invalid charset');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as FakeBody;
  } catch {
    // told below
  }
  throw new FakeRefusal(47001, 'data format error');
}

async function readMedia(raw: Buffer, type: string): Promise<FakeFile> {
  const missing = new FakeRefusal(41005, 'media data missing');
  if (!type.startsWith('multipart/form-data')) throw missing;
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  const media = form?.get('media');
  if (!(media instanceof File) || media.size === 0) throw missing;
  return { name: media.name, type: media.type, bytes: new Uint8Array(await media.arrayBuffer()) };
}

/** A refusal as the platform writes it. */
export function showRefusal({ code, message, extra }: FakeRefusal): FakeBody {
  const hex = () => randomBytes(4).toString('hex');
  return { errcode: code, errmsg: `${message} rid: ${hex()}-${hex()}-${hex()}`, ...extra };
}

/** A field that must be text. */
export function textIn(body: FakeBody, name: string): string {
  const value = body[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A field that must be a whole number; NaN when it is not. */
export function numberIn(body: FakeBody, name: string, otherwise = Number.NaN): number {
  const value = body[name] ?? otherwise;
  return typeof value === 'number' && Number.isInteger(value) ? value : Number.NaN;
}

/** One page of a list as every batchget has it: count 1 to 20, newest first. */
export function pageOf<T>(all: readonly T[], body: FakeBody): readonly T[] {
  const offset = numberIn(body, 'offset', 0);
  const count = numberIn(body, 'count');
  if (!(offset >= 0) || !(count >= 1 && count <= 20)) throw new FakeRefusal(40002, 'invalid args');
  return all.toReversed().slice(offset, offset + count);
}
