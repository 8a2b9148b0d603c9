/**
 * The request's bytes, bounded before they are read. Types and sizes are refused here; JSON is read in read-json.ts and
 * checked in check-input.ts.
 */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { Problem } from '../errors.ts';
import { readJson } from './read-json.ts';

/** Any type, or none told. */
const ANY_TYPE = '*/*';

/** What an endpoint takes: media types as type-is writes them, and the most bytes. */
export interface Taken {
  readonly types: readonly string[];
  readonly limit: number;
}

/** The JSON of the request; no body at all reads as {}, so that each missing field is named. */
export async function readJsonBody(ctx: Context, limit: number): Promise<unknown> {
  const charset = ctx.request.charset.toLowerCase();
  if (charset !== '' && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Problem('wrong-content-type', '内容编码应为 UTF-8。请改用 UTF-8 编码后重新发送。');
  }
  const bytes = await readBody(ctx, { types: ['json', '+json'], limit });
  return bytes.length === 0 ? {} : readJson(bytes);
}

/** The bytes of the request. Throws Problem 'wrong-content-type' or 'too-large'. */
export async function readBody(ctx: Context, { types, limit }: Taken): Promise<Buffer> {
  const isTaken = types.includes(ANY_TYPE) || ctx.request.is([...types]);
  // no body has no wrong type either; fetch says Content-Length: 0 then, others say nothing
  if (isTaken === null || ctx.request.length === 0) return Buffer.alloc(0);
  if (isTaken === false) {
    const wanted = types.map((type) => (type.includes('/') ? type : 'application/json'));
    const detail = `不接受这种内容类型。请把 Content-Type 设为 ${[...new Set(wanted)].join(' 或 ')}。`;
    throw new Problem('wrong-content-type', detail);
  }
  if (!['', 'identity'].includes(ctx.get('content-encoding'))) {
    throw new Problem('wrong-content-type', '不接受压缩过的请求内容。请不压缩直接发送。');
  }
  return await receive(ctx, limit);
}

/** The bytes as they come. Throws 'too-large' on the way; what is left then runs off. */
export async function* streamBody(ctx: Context, { limit }: Taken): AsyncGenerator<Uint8Array> {
  if (!['', 'identity'].includes(ctx.get('content-encoding'))) {
    throw new Problem('wrong-content-type', '不接受压缩过的请求内容。请不压缩直接发送。');
  }
  let bytes = 0;
  try {
    for await (const chunk of before.has(ctx.req) ? [before.get(ctx.req) as Buffer] : ctx.req) {
      bytes += chunk.length;
      if (bytes > limit) throw new Problem('too-large', `内容超过 ${sizeOf(limit)}。请删减或分批发送。`);
      yield chunk as Buffer;
    }
  } finally {
    ctx.req.resume();
  }
}

/** Bodies that were read before Koa was asked. */
const before = new WeakMap<IncomingMessage, Buffer>();

/** For a door that gives a request on after all (listen.ts). */
export function keepRead(request: IncomingMessage, bytes: Buffer): void {
  before.set(request, bytes);
}

async function receive(ctx: Context, limit: number): Promise<Buffer> {
  const read = before.get(ctx.req);
  if (read) return read;
  try {
    return await getRawBody(ctx.req, { limit, length: ctx.request.length ?? null });
  } catch (error) {
    // what is left of the body must run off, or the connection stays blocked for the next request
    ctx.req.resume();
    const { type } = error as { type?: unknown };
    if (type === 'entity.too.large') {
      throw new Problem('too-large', `内容超过 ${sizeOf(limit)}。请删减或分批发送。`);
    }
    if (type === 'request.aborted' || type === 'request.size.invalid') {
      throw new Problem('not-json', '请求内容没有完整送达。请重新发送。');
    }
    throw error;
  }
}

function sizeOf(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes >= mebibyte ? `${Math.floor(bytes / mebibyte)} MB` : `${bytes} 字节`;
}
