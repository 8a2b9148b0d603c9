/** The web address of a page, and the page at an address that staff copied. */
import type { Ref } from '../../src/channel/contract.ts';

/** `siteUrl` without a slash at its end. */
export function pageUrl(siteUrl: string, page: string): string {
  return `${siteUrl}/p/${encodeURIComponent(page)}.html`;
}

/** null for any address but a page's of this site; what follows ? or # is not part of it. */
export function pageAt(address: string, siteUrl: string): Ref | null {
  const [bare = ''] = address.split(/[?#]/, 1);
  const [, name = ''] = /\/p\/([\w.~-]+)\.html$/.exec(bare) ?? [];
  return name !== '' && bare === pageUrl(siteUrl, name) ? name : null;
}
