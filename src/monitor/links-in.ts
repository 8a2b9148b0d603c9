/** Which of our own pages and pictures a text points to. Pure; nothing is fetched, and other sites are not asked. */

export interface OwnLink {
  /** As it stands in the text. */
  readonly written: string;
  readonly to: 'page' | 'picture' | 'column';
  /** Id of the release, the picture or the column. */
  readonly id: string;
}

const ADDRESSES = /\b(?:href|src)="([^"]*)"/g;

const PLACES = [
  [/^\/p\/([^/]+)\.html$/, 'page'],
  [/^\/media\/([^/]+)$/, 'picture'],
  [/^\/c\/([^/]+)(?:\/.*)?$/, 'column'],
] as const;

/** Links within our own site, each once, of sanitised HTML. */
export function linksIn(html: string, siteUrl: string): readonly OwnLink[] {
  const found = new Map<string, OwnLink>();
  for (const [, raw = ''] of html.matchAll(ADDRESSES)) {
    const link = toOwn(raw.replaceAll('&amp;', '&'), siteUrl);
    if (link) found.set(`${link.to} ${link.id}`, link);
  }
  return [...found.values()];
}

function toOwn(written: string, siteUrl: string): OwnLink | null {
  if (!URL.canParse(written, siteUrl)) return null;
  const { origin, pathname } = new URL(written, siteUrl);
  if (origin !== new URL(siteUrl).origin) return null;
  for (const [pattern, to] of PLACES) {
    const id = pattern.exec(pathname)?.[1];
    if (id !== undefined) return { written, to, id: decoded(id) };
  }
  return null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
