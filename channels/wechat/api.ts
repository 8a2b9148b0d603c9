/**
 * The one door to the platform's calls: wechat-api with our token, time-outs and answer reading hung into its seams
 * (getToken, request). It knows nothing of articles; the calls themselves are in draft.ts, publish.ts, find.ts, comments.ts.
 */
import API from 'wechat-api';
import { z } from 'zod';
import type { Vault } from '../../src/channel/kind.ts';
import { openConnections } from './connections.ts';
import { isTokenCode, sortCode } from './errors.ts';
import { type Answer, exchange, type RequestOptions, unreadable, type Wire } from './exchange.ts';
import { multipart, type UploadFile } from './multipart.ts';
import type { WechatSettings } from './settings.ts';
import { type Caller, type Granted, Tokens } from './token.ts';

export interface Request<T> {
  /** Such as '/cgi-bin/draft/add'. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Instead of a body. */
  readonly file?: UploadFile;
  /** What a success must hold; an answer without it is unreadable. */
  readonly answer: z.ZodType<T>;
  /** Codes that tell of something done before: such an answer is read like a success. */
  readonly accepts?: readonly number[];
}

export interface Weixin {
  /** One call, repeated once when the token was refused. Throws ChannelFailure. */
  call<T>(request: Request<T>, caller: Caller): Promise<T>;
  /** Proves that the account can log in now, whatever token is kept; changes none. Throws ChannelFailure. */
  logIn(caller: Caller): Promise<void>;
  close(): void;
}

interface Door {
  readonly endpoint: string;
  readonly appid: string;
  readonly wire: Wire;
  readonly tokens: Tokens;
}

const UPLOAD_PATIENCE = 4; // a picture of 1 MB over a slow line

/** Opens the door for one account. */
export function openWeixin(settings: WechatSettings, vault: Vault): Weixin {
  const { CONNECT_TIMEOUT_MS: connectMs, ANSWER_TIMEOUT_MS: answerMs } = settings;
  const connections = openConnections(connectMs);
  const wire: Wire = { connections, connectMs, answerMs };
  const { APPID: appid, ENDPOINT: endpoint } = settings;
  const ask = (mode: 'normal' | 'forced', now: Date) => askToken({ settings, wire, mode, now });
  const patienceMs = 2 * (connectMs + answerMs); // a forced call that is refused as too soon is followed by a normal one
  const door: Door = { endpoint, appid, wire, tokens: new Tokens({ appid, vault, patienceMs, ask }) };
  return {
    call: (request, caller) => callOnce(door, request, caller),
    logIn: async ({ now }) => void (await ask('normal', now)),
    close: connections.close,
  };
}

async function callOnce<T>(door: Door, request: Request<T>, caller: Caller): Promise<T> {
  const options = request.file ? await multipart(request.file) : json(request.body ?? {});
  const answer = await new Call(door, caller, request.file ? UPLOAD_PATIENCE : 1).run(request, options);
  const { path, accepts = [] } = request;
  if (!accepts.includes(codeOf(answer))) refuseCode(answer, { path, caller });
  const read = request.answer.safeParse(answer);
  if (!read.success) throw unreadable('missing-fields');
  return read.data;
}

function refuseCode(answer: Answer, { path, caller }: { path: string; caller: Pick<Caller, 'now' | 'log'> }): void {
  const code = codeOf(answer);
  if (code === 0) return;
  const message = messageOf(answer);
  const rid = /rid:\s*([\w-]+)/.exec(message)?.[1] ?? null; // openapi/rid/get explains it for seven days
  caller.log.warn({ code, path, rid }, 'wechat refused a call');
  throw sortCode({ code, message, path, now: caller.now });
}

/** Several successes carry no errcode at all; one that is no number is no code, and nobody sorted it. */
function codeOf({ errcode = 0 }: Answer): number {
  const told = typeof errcode === 'number' || typeof errcode === 'string' ? String(errcode) : '';
  return /^-?\d+$/.test(told) ? Number(told) : Number.NaN;
}

function messageOf({ errmsg }: Answer): string {
  return typeof errmsg === 'string' ? errmsg : '';
}

function json(body: object): RequestOptions {
  const headers = { 'Content-Type': 'application/json' };
  return { type: 'POST', dataType: 'json', content: JSON.stringify(body), headers };
}

/** One call on the library. A new one each time: the library keeps the token of the running call in `this.token`. */
class Call extends API {
  readonly #door: Door;
  readonly #caller: Caller;
  readonly #patience: number;
  #renewed = false;

  constructor(door: Door, caller: Caller, patience: number) {
    // No secret: the library never logs in by itself, since the token given to it never expires in its eyes.
    super(
      door.appid,
      '',
      (give) => {
        door.tokens.current(caller).then(
          (accessToken) => give(null, { accessToken, expireTime: Number.POSITIVE_INFINITY }),
          (error: unknown) => give(error),
        );
      },
      (_token, done) => done(null),
    );
    this.endpoint = door.endpoint;
    this.#door = door;
    this.#caller = caller;
    this.#patience = patience;
  }

  run({ path, query = {} }: Pick<Request<unknown>, 'path' | 'query'>, options: RequestOptions): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const answered = (error: unknown, data?: unknown) => (error ? reject(error) : resolve(data as Answer));
      this.preRequest(
        (callback) => {
          const search = new URLSearchParams({ access_token: this.token.accessToken, ...query });
          this.request(`${this.endpoint}${path}?${search}`, options, callback);
        },
        [answered],
      );
    });
  }

  override request(url: string, options: RequestOptions, callback: (error: unknown, data?: unknown) => void): void {
    this.#exchange(url, options).then(
      (data) => callback(null, data),
      (error: unknown) => callback(error),
    );
  }

  async #exchange(url: string, options: RequestOptions): Promise<Answer> {
    const { wire, tokens } = this.#door;
    const send = super.request.bind(this);
    const patient = { ...wire, answerMs: wire.answerMs * this.#patience };
    const answer = await exchange({ send, url, options, signal: this.#caller.signal, wire: patient });
    if (!isTokenCode(codeOf(answer)) || this.#renewed) return answer;
    this.#renewed = true;
    await tokens.renew(this.token.accessToken, this.#caller);
    return { ...answer, errcode: 40001 }; // the code on which the library asks getToken again and repeats the call once
  }
}

const TOKEN_LIFE = 7200; // seconds; normal mode tells what is left of them
const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

interface TokenAsking {
  readonly settings: WechatSettings;
  readonly wire: Wire;
  readonly mode: 'normal' | 'forced';
  readonly now: Date;
}

/** stable_token: its family of tokens is not disturbed by other systems that use cgi-bin/token. */
async function askToken({ settings, wire, mode, now }: TokenAsking): Promise<Granted> {
  const path = '/cgi-bin/stable_token';
  const options = json({
    grant_type: 'client_credential',
    appid: settings.APPID,
    secret: settings.SECRET,
    force_refresh: mode === 'forced',
  });
  const api = new API(settings.APPID, '', noToken, (_token, done) => done(null));
  const send = api.request.bind(api);
  const url = `${settings.ENDPOINT}${path}`;
  const answer = await exchange({ send, url, options, signal: new AbortController().signal, wire });
  const code = codeOf(answer);
  if (code !== 0) throw sortCode({ code, message: messageOf(answer), path, now });
  const read = granted.safeParse(answer);
  if (!read.success) throw unreadable('no-token');
  return { token: read.data.access_token, lasts: Math.min(read.data.expires_in, TOKEN_LIFE) };
}

function noToken(give: (error: unknown) => void): void {
  give(new Error('this call takes no token'));
}
