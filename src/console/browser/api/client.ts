/**
 * Calls of the API from the same origin, with the session's cookie. What is refused comes as problem+json (RFC 9457) in
 * Chinese and is thrown as ApiProblem; so is a connection that breaks, in words of our own.
 */

export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

/** A refusal, or no answer at all (`status` 0). `message` may be shown as it is. */
export class ApiProblem extends Error {
  readonly status: number;
  /** One of the service's closed list (src/errors.ts), or 'offline'. */
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  /** To be told to an administrator; '' when nothing answered. */
  readonly requestId: string;

  constructor(
    message: string,
    told: { status?: number; code?: string; fields?: readonly FieldProblem[]; requestId?: string },
  ) {
    super(message);
    this.name = 'ApiProblem';
    this.status = told.status ?? 0;
    this.code = told.code ?? 'offline';
    this.fields = told.fields ?? [];
    this.requestId = told.requestId ?? '';
  }
}

/** Values that are absent are left out of the address. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Asking {
  readonly query?: Query;
  readonly body?: unknown;
  /** Bytes instead of JSON; their type is the Blob's. */
  readonly raw?: Blob;
  /** The revision that was seen: the service refuses when there is a newer one. */
  readonly ifMatch?: number;
  readonly signal?: AbortSignal;
}

let onLoggedOut: () => void = () => undefined;

/** Told when the session has ended, so that the login page can be shown. */
export function whenLoggedOut(act: () => void): void {
  onLoggedOut = act;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Throws ApiProblem. An answer without content is undefined. */
export async function ask<T>(
  method: Method,
  path: string,
  { query, body, raw, ifMatch, signal }: Asking = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (raw) headers['content-type'] = raw.type || 'application/octet-stream';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
  const init = { method, headers, body: sent, credentials: 'same-origin', ...(signal && { signal }) } as const;
  const answer = await fetch(toAddress(path, query), init).catch(notReached);
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
  const problem = await readProblem(answer);
  if (problem.code === 'not-logged-in') onLoggedOut();
  throw problem;
}

export interface TakenFile {
  readonly name: string;
  readonly content: Blob;
}

/** A file the service makes; `told` hears how many bytes have come. Throws ApiProblem, also when it breaks off. */
export async function askFile(address: string, told: (bytes: number) => void): Promise<TakenFile> {
  const answer = await fetch(address, { credentials: 'same-origin' }).catch(notReached);
  if (!answer.ok) {
    const problem = await readProblem(answer);
    if (problem.code === 'not-logged-in') onLoggedOut();
    throw problem;
  }
  let come = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      come += part.byteLength;
      told(come);
      controller.enqueue(part);
    },
  });
  const type = answer.headers.get('content-type') ?? '';
  const body = answer.body?.pipeThrough(counting) ?? null;
  const content = await new Response(body, { headers: { 'content-type': type } }).blob().catch(notReached);
  return { name: nameIn(answer.headers.get('content-disposition') ?? ''), content };
}

/** Named as the service names its files (RFC 6266, filename*). */
function nameIn(disposition: string): string {
  const [, name = ''] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  return decodeURIComponent(name);
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    ask<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T>(path: string, body?: unknown) => ask<T>('POST', path, { body: body ?? {} }),
  /** Without a body, for endpoints that take none. */
  act: <T>(path: string) => ask<T>('POST', path),
  put: <T>(path: string, body: unknown) => ask<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => ask<T>('PATCH', path, { body }),
  delete: <T>(path: string) => ask<T>('DELETE', path),
  upload: <T>(path: string, raw: Blob, query?: Query) => ask<T>('POST', path, { raw, ...(query && { query }) }),
};

export function toAddress(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function notReached(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  throw new ApiProblem('连不上服务。请检查网络；刚才的操作可能没有保存，恢复后请先刷新查看。', {});
}

async function readProblem(answer: Response): Promise<ApiProblem> {
  const told = await answer.json().catch(() => ({}));
  const { detail, code = 'internal-error', fields, requestId } = told as Record<string, never>;
  const words = detail ?? `服务没有正常应答（${answer.status}）。请稍后重试。`;
  return new ApiProblem(words, { status: answer.status, code, fields, requestId });
}

/** What went wrong, in words that may be shown; for errors of any kind. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  return '页面出错了。请刷新后再试；仍不行的，请告诉管理员。';
}
