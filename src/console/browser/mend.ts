/** Where something that is wrong is mended: the place of the console for what monitors and the inspection name. Pure. */

/** Collection of a monitor's finding → the place of the record it is about. */
const RECORDS: Readonly<Record<string, (id: string) => string>> = {
  releases: (id) => `/releases/${encodeURIComponent(id)}`,
  pages: (id) => `/releases/${encodeURIComponent(id)}`,
  deliveries: (id) => `/deliveries?open=${encodeURIComponent(id)}`,
  topics: (id) => `/topics/${encodeURIComponent(id)}`,
  ledger: () => '/statistics/ledger',
  seals: () => '/statistics/ledger',
};

/** null where the console shows no such record. */
export function placeOfFinding({ collection, subject }: { readonly collection: string; readonly subject: string }) {
  return RECORDS[collection]?.(subject) ?? null;
}

export interface Mending {
  /** Where it is dealt with; null where nothing here can. */
  readonly to: string | null;
  /** Where a text that mends it is begun, or null. */
  readonly write: string | null;
  /** Where the public sees it, or null. */
  readonly seen: string | null;
}

const NOWHERE: Mending = { to: null, write: null, seen: null };

const BY_ADDRESS: readonly [RegExp, (id: string) => Mending][] = [
  [/^\/api\/topics\/([^/?]+)$/, (id) => ({ ...NOWHERE, to: `/topics/${id}` })],
  [/^\/api\/topics\?/, () => ({ ...NOWHERE, to: '/topics' })],
  [
    /^\/api\/deliveries\?account=([^&]+)$/,
    (id) => ({ ...NOWHERE, to: `/accounts?open=${id}`, write: '/releases/new' }),
  ],
  [
    /^\/c\/([^/]+)\/$/,
    (id) => ({ to: `/releases?column=${id}`, write: `/releases/new?column=${id}`, seen: `/c/${id}/` }),
  ],
  [/^\/p\/([^/]+)\.html$/, (id) => ({ to: `/releases/${id}`, write: null, seen: `/p/${id}.html` })],
];

/** By the address the inspection gives with what it looked at (src/inspection/judge.ts, `href`); ids stay as they are encoded there. */
export function mendingOf({ id, href }: { readonly id: string; readonly href: string }): Mending {
  for (const [pattern, place] of BY_ADDRESS) {
    const [, found = ''] = pattern.exec(href) ?? [];
    if (pattern.test(href)) return place(found);
  }
  // The home page is mended by anything new; a mark of the site stands in its configuration.
  return id === 'home' ? { to: '/releases', write: '/releases/new', seen: '/' } : NOWHERE;
}
