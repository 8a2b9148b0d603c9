/**
 * A client of the API for tests: JSON in, JSON out, a cookie jar like a browser's. Knows nothing of what is served; every
 * answer comes back, whatever its status.
 */

/** JSON as it came; tests look into it freely. Bytes of an office file, else text when it is no JSON; null when there is none. */
export type Body = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Sending {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON, except text and bytes, which go out as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Headed = Readonly<Record<string, string>>;

export interface Client {
  readonly baseUrl: string;
  send(sending: Sending): Promise<Answer>;
  get(path: string, headers?: Headed): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headed): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Headed): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Headed): Promise<Answer>;
  delete(path: string, headers?: Headed): Promise<Answer>;
  /** The same server, asked with a bearer token and without cookies. */
  as(token: string): Client;
  /** The same server in a browser of its own: a fresh cookie jar. */
  browser(): Client;
  /** A browser in which this person is logged in. Throws when the login is refused. */
  login(name: string, password: string): Promise<Client>;
  /** The value of a cookie in the jar, or null. */
  cookie(name: string): string | null;
}

/** A client with an empty jar. `baseUrl` has no slash at the end. */
export function openClient(baseUrl: string, token: string | null = null): Client {
  const jar = new Map<string, string>();
  const send = (sending: Sending) => exchange(baseUrl, sending, { jar, token });
  const client: Client = {
    baseUrl,
    send,
    get: (path, headers = {}) => send({ method: 'GET', path, headers }),
    post: (path, body, headers = {}) => send({ method: 'POST', path, body, headers }),
    patch: (path, body, headers = {}) => send({ method: 'PATCH', path, body, headers }),
    put: (path, body, headers = {}) => send({ method: 'PUT', path, body, headers }),
    delete: (path, headers = {}) => send({ method: 'DELETE', path, headers }),
    as: (other) => openClient(baseUrl, other),
    browser: () => openClient(baseUrl),
    cookie: (name) => jar.get(name) ?? null,
    async login(name, password) {
      const browser = openClient(baseUrl);
      const { status, body } = await browser.post('/api/session', { name, password });
      if (status !== 200) throw new Error(`login of ${name} refused: ${status} ${JSON.stringify(body)}`);
      return browser;
    },
  };
  return client;
}

interface Identity {
  readonly jar: Map<string, string>;
  readonly token: string | null;
}

async function exchange(baseUrl: string, sending: Sending, { jar, token }: Identity): Promise<Answer> {
  const { method, path, body } = sending;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const headers = new Headers();
  if (body !== undefined && !isRaw) headers.set('content-type', 'application/json');
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  else if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
  for (const [name, value] of Object.entries(sending.headers ?? {})) headers.set(name, value);
  const content = isRaw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body);
  const response = await fetch(baseUrl + path, { method, headers, body: content ?? null, redirect: 'manual' });
  for (const cookie of response.headers.getSetCookie()) keep(jar, cookie);
  return {
    status: response.status,
    headers: response.headers,
    body: read(response, Buffer.from(await response.arrayBuffer())),
  };
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
  if (value === '' || /;\s*max-age=0/i.test(cookie)) jar.delete(name);
  else jar.set(name, value);
}

function read(response: Response, bytes: Buffer): Body {
  if (bytes.length === 0) return null;
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/vnd.')) return bytes;
  const text = new TextDecoder().decode(bytes);
  return /\bjson\b/.test(type) ? JSON.parse(text) : text;
}
