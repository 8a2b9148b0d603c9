/**
 * What the HTTP layer asks of staff: who is this? Answered by staff/find-person.ts; the cookie is made in
 * staff/session-cookie.ts.
 */
import type { Context } from 'koa';
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';

/** The cookie that carries a session's token. */
export const SESSION_COOKIE = 'sanwei';

/** What a request shows to say who is asking; at most one of the two is looked at, the bearer token first. */
export interface Credentials {
  readonly bearer: string | null;
  readonly cookie: string | null;
}

export interface Visitor {
  readonly person: Person;
  /** A person in a browser, or another system with a token of that person. */
  readonly via: 'session' | 'token';
  /** Someone else set the password: nothing but setting one's own is allowed yet. */
  readonly mustChangePassword: boolean;
}

export interface StaffDoor {
  /** Null for nobody we know: expired, revoked, inactive or never heard of. */
  findVisitor(credentials: Credentials, now: Date): Promise<Visitor | null>;
}

export function readCredentials(ctx: Context): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(ctx.get('authorization'))?.[1] ?? null;
  return { bearer, cookie: ctx.cookies.get(SESSION_COOKIE) ?? null };
}

/** Throws Problem 'not-logged-in'; the visitor's id is left in ctx.state.staff for the request log. */
export async function getVisitor(ctx: Context, staff: StaffDoor, now: Date): Promise<Visitor> {
  const credentials = readCredentials(ctx);
  const shown = credentials.bearer !== null || credentials.cookie !== null;
  const visitor = shown ? await staff.findVisitor(credentials, now) : null;
  if (!visitor) {
    throw new Problem('not-logged-in', shown ? '登录已失效。请重新登录。' : '尚未登录。请先登录，或附上访问令牌。');
  }
  ctx.state.staff = visitor.person.id;
  ctx.state.visitor = visitor;
  return visitor;
}
