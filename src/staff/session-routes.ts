/** /api/session: logging in and out, who am I, my own password. Guessing is limited here, per name and per address. */
import type { Context } from 'koa';
import { z } from 'zod';
import { minutes } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, openEndpoint, staffEndpoint } from '../http/endpoint.ts';
import { readCredentials } from '../http/get-visitor.ts';
import { isHttps } from '../http/security-headers.ts';
import { openThrottle } from '../http/throttle.ts';
import type { Database } from '../store/collection.ts';
import { changePassword } from './change-password.ts';
import { type LoginThrottle, logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { noSessionCookie, sessionCookie } from './session-cookie.ts';
import { passwordSchema, showVisitor, visitorSchema } from './staff-schemas.ts';
import { toPerson } from './staff-store.ts';
import type { Visitor } from './visitor.ts';

const tag = '登录';
const path = '/api/session';
const answer = z.object({ person: visitorSchema });
const loginSchema = z.strictObject({ name: z.string().trim().min(1).max(100), password: passwordSchema });
const passwordChangeSchema = z.strictObject({ old: passwordSchema, new: passwordSchema });

/**
 * Failed logins are limited, as GB/T 22239-2019 8.1.4.1 b) asks ("限制非法登录次数"); NIST SP 800-63B 5.2.2 allows 100 in a
 * row at most. An office shares one address, so several people may mistype there at once.
 */
function openLoginThrottle(): LoginThrottle {
  const windowMs = minutes(15);
  return { byName: openThrottle({ times: 10, windowMs }), byAddress: openThrottle({ times: 50, windowMs }) };
}

export function sessionRoutes({ db, publicUrl }: { readonly db: Database; readonly publicUrl: string }): Endpoint[] {
  const isSecure = isHttps(publicUrl);
  const throttle = openLoginThrottle();
  return [logInRoute({ db, throttle, isSecure }), logOutRoute(db, isSecure), whoRoute(), passwordRoute(db, throttle)];
}

interface Door {
  readonly db: Database;
  readonly throttle: LoginThrottle;
  readonly isSecure: boolean;
}

function logInRoute({ db, throttle, isSecure }: Door): Endpoint {
  return openEndpoint({
    method: 'POST',
    path,
    summary: '登录，会话写入 Cookie',
    tag,
    open: true,
    body: loginSchema,
    answer,
    handle: async ({ body, ctx, now }) => {
      const { staff, token } = await logIn({ db, throttle }, { ...body, address: ctx.ip }, now);
      ctx.set('Set-Cookie', sessionCookie(token, isSecure));
      const { displayName, mustChangePassword } = staff;
      return { person: showVisitor({ person: toPerson(staff), displayName, mustChangePassword, via: 'session' }) };
    },
  });
}

/** Open: whoever has no session any more can still be rid of the cookie. */
function logOutRoute(db: Database, isSecure: boolean): Endpoint {
  return openEndpoint({
    method: 'DELETE',
    path,
    summary: '退出登录',
    tag,
    open: true,
    handle: async ({ ctx }) => {
      const { cookie } = readCredentials(ctx);
      if (cookie !== null) await logOut(db, cookie);
      ctx.set('Set-Cookie', noSessionCookie(isSecure));
    },
  });
}

function whoRoute(): Endpoint {
  return staffEndpoint({
    method: 'GET',
    path,
    summary: '当前登录人',
    tag,
    beforePasswordChange: true,
    answer,
    handle: async ({ ctx }) => ({ person: showVisitor(ctx.state.visitor as Visitor) }),
  });
}

function passwordRoute(db: Database, throttle: LoginThrottle): Endpoint {
  return staffEndpoint({
    method: 'POST',
    path: `${path}/password`,
    summary: '修改自己的密码，其他会话随即失效',
    tag,
    beforePasswordChange: true,
    body: passwordChangeSchema,
    handle: async ({ person, body, ctx, now }) => {
      requireSession(ctx);
      const sessionToken = readCredentials(ctx).cookie;
      await changePassword({ db, attempts: throttle.byName }, { ...body, sessionToken }, { by: person, now });
    },
  });
}

/** Throws Problem 'no-right' for another system's token: what outlives the token is for its owner to do. */
export function requireSession(ctx: Context): void {
  if ((ctx.state.visitor as Visitor).via === 'session') return;
  throw new Problem('no-right', '访问令牌不能办理此事。请本人登录后办理。');
}
