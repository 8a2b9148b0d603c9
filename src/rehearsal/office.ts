/** The rehearsal's staff, working through the API as a browser would: nothing in the story goes a way of its own. */
import { newSecret } from '../ids.ts';
import type { Role } from '../staff/person.ts';

export interface Login {
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
}

/** A member of staff who is logged in. Calls throw with the problem's own sentence. */
export interface Member {
  readonly login: Login;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

/** Logs in. */
export async function enter(url: string, login: Login): Promise<Member> {
  const { name, password } = login;
  const answer = await call(url, { method: 'POST', path: '/api/session', body: { name, password }, cookie: '' });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    login,
    get: async <T>(path: string) => (await (await call(url, { method: 'GET', path, cookie })).json()) as T,
    post: async <T>(path: string, body: unknown) =>
      (await (await call(url, { method: 'POST', path, body, cookie })).json()) as T,
  };
}

/** Adds a colleague and logs in as them. */
export async function hire(
  url: string,
  administrator: Member,
  person: { readonly name: string; readonly displayName: string; readonly roles: readonly Role[] },
): Promise<Member> {
  const password = newSecret().slice(0, 12);
  await administrator.post('/api/staff', { ...person, password, mustChangePassword: false });
  return await enter(url, { name: person.name, displayName: person.displayName, password });
}

interface ApiCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly cookie: string;
}

async function call(url: string, { method, path, body, cookie }: ApiCall): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  const answer = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.ok) return answer;
  const { detail } = (await answer.json()) as { detail?: string };
  throw new Error(`${method} ${path}：${detail ?? answer.status}`);
}
