/**
 * Calls on the platform: a POST changes something, a GET only looks. Tries once and throws ChannelFailure with our own
 * words (errors.ts); the token travels in the form, and in the query only where the platform knows no other way.
 */
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Tools } from '../../src/channel/kind.ts';
import { parseJson } from '../../src/channel/parse-json.ts';
import { codeFailure, lookingFailure } from './errors.ts';
import { type Answer, openLine } from './line.ts';
import type { Settings } from './settings.ts';

export type Fields = Readonly<Record<string, string>>;

export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Api {
  /** A call that changes something; a doubtful end is 'uncertain'. */
  change(path: string, fields: Fields, attempt: Attempt, pic?: Upload): Promise<unknown>;
  /** A call that only looks; a doubtful end is 'unreachable': looked again later. */
  look(path: string, query: Fields, attempt: Attempt): Promise<unknown>;
  /** oauth2/get_token_info, which looks but is a POST. */
  tokenInfo(attempt: Attempt): Promise<unknown>;
  close(): void;
}

export function openApi(settings: Settings, { vault }: Pick<Tools, 'vault'>): Api {
  const { ENDPOINT, CONNECT_TIMEOUT_MS, ANSWER_TIMEOUT_MS } = settings;
  const secure = ENDPOINT.startsWith('https:') ? 'https:' : 'http:';
  const line = openLine(secure, { connectMs: CONNECT_TIMEOUT_MS, answerMs: ANSWER_TIMEOUT_MS });
  async function token(): Promise<string> {
    const found = settings.ACCESS_TOKEN || (await vault.get('access_token'));
    if (!found) throw new ChannelFailure('locked-out', '本账号还没有微博授权，请授权后填写令牌');
    return found;
  }
  async function post(path: string, fields: Fields, attempt: Attempt, pic?: Upload): Promise<unknown> {
    const { type, body } = await toForm({ access_token: await token(), ...fields }, pic);
    const url = new URL(`${ENDPOINT}/${path}`);
    return readAnswer(await line.exchange({ method: 'POST', url, type, body, signal: attempt.signal }), attempt.now);
  }
  async function get(path: string, query: Fields, { signal, now }: Attempt): Promise<unknown> {
    const url = new URL(`${ENDPOINT}/${path}?${new URLSearchParams({ access_token: await token(), ...query })}`);
    return readAnswer(await line.exchange({ method: 'GET', url, type: null, body: null, signal }), now);
  }
  return {
    change: (path, fields, attempt, pic) => post(`2/${path}.json`, fields, attempt, pic),
    look: (path, query, attempt) => looking(get(`2/${path}.json`, query, attempt)),
    tokenInfo: (attempt) => looking(post('oauth2/get_token_info', {}, attempt)),
    close: line.close,
  };
}

async function looking<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof ChannelFailure ? lookingFailure(error) : error;
  }
}

/** Ordinary form encoding, once; multipart only with a picture (open.weibo.com/wiki/2/statuses/share). */
async function toForm(fields: Fields, pic?: Upload): Promise<{ type: string; body: Uint8Array }> {
  if (!pic) {
    return {
      type: 'application/x-www-form-urlencoded; charset=utf-8',
      body: Buffer.from(new URLSearchParams(fields).toString()),
    };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('pic', new Blob([new Uint8Array(pic.bytes)], { type: pic.type }), pic.name);
  const encoded = new Response(form);
  return { type: encoded.headers.get('content-type') ?? '', body: await encoded.bytes() };
}

function readAnswer({ status, text }: Answer, now: Date): unknown {
  const doubt = new ChannelFailure('uncertain', '微博的应答无法辨认，结果不明，先核查', { code: `HTTP ${status}` });
  // A gateway's 5xx may follow a post that went through, whatever it says.
  if (status >= 500) throw doubt;
  const answer = parsed(text);
  if (typeof answer !== 'object' || answer === null) throw doubt;
  const { error_code: code } = answer as { error_code?: unknown };
  // A number in reality, text in the documents' samples.
  if (/^\d+$/.test(String(code)) && String(code) !== '0') throw codeFailure(String(code), now);
  if (status < 200 || status >= 300) throw doubt;
  return answer;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
