/** Headers every answer carries. A page that must differ (a preview shown in a frame) sets its own afterwards. */
import type { Context, Next } from 'koa';

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

/** One year, as hstspreload.org asks at least; without subdomains, which belong to other offices. */
const HSTS = 'max-age=31536000';

/** The headers for an installation reached under `publicUrl`: HSTS only where https is really there. */
export function securityHeaders(publicUrl: string): Readonly<Record<string, string>> {
  const headers = {
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
  return isHttps(publicUrl) ? { ...headers, 'Strict-Transport-Security': HSTS } : headers;
}

export function isHttps(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:';
}

export function setSecurityHeaders(publicUrl: string): (ctx: Context, next: Next) => Promise<void> {
  const headers = securityHeaders(publicUrl);
  return async (ctx, next) => {
    ctx.set({ ...headers });
    await next();
  };
}
