/** Reads who is asking from a request. Who that is, staff/find-visitor.ts knows. */
import type { Context } from 'koa';
import { Problem } from '../errors.ts';
import { SESSION_COOKIE } from '../staff/session-cookie.ts';
import type { Credentials, StaffDoor, Visitor } from '../staff/visitor.ts';

/** Throws Problem 'not-logged-in'; the visitor is left in ctx.state.visitor, the id in ctx.state.staff for the log. */
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

export function readCredentials(ctx: Context): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(ctx.get('authorization'))?.[1] ?? null;
  return { bearer, cookie: ctx.cookies.get(SESSION_COOKIE) ?? null };
}
