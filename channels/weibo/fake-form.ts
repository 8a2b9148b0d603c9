/** Reads what a caller sends to the fake: query, form and multipart alike. */
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ApiCall } from './fake-api.ts';

export async function readCall(request: IncomingMessage, url: URL): Promise<ApiCall> {
  const fields = new URLSearchParams(url.search);
  const call = { method: request.method ?? 'GET', path: url.pathname, fields };
  const body = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (body.byteLength === 0) return { ...call, pic: null };
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  let pic: ApiCall['pic'] = null;
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.append(name, value);
    else if (name === 'pic') pic = { type: value.type, bytes: await value.bytes() };
  }
  return { ...call, pic };
}
