/** The cookie of a session, as Set-Cookie (RFC 6265). It is read in http/get-visitor.ts. */
export const SESSION_COOKIE = 'sanwei';

const FLAGS = 'Path=/; HttpOnly; SameSite=Strict';

/**
 * Carries the token until the browser is closed; when it ends before, session.ts decides. Koa's own cookies refuse Secure
 * behind a proxy that speaks plain HTTP to us, hence by hand.
 */
export function sessionCookie(token: string, isSecure: boolean): string {
  return withSecure(`${SESSION_COOKIE}=${token}; ${FLAGS}`, isSecure);
}

/** Makes the browser forget. */
export function noSessionCookie(isSecure: boolean): string {
  return withSecure(`${SESSION_COOKIE}=; Max-Age=0; ${FLAGS}`, isSecure);
}

function withSecure(cookie: string, isSecure: boolean): string {
  return isSecure ? `${cookie}; Secure` : cookie;
}
