/**
 * The pages of the public site, one record per release, behind the idempotent Site that the website channel talks to.
 * Late and double deliveries are harmless: an older revision changes nothing, a withdrawn page stays withdrawn until a
 * later revision comes. Questions of readers are in find-pages.ts.
 */
import type { SitePage, SitePages } from '../channel/kind.ts';
import { type Clock, toDay } from '../clock.ts';
import { type Catalogue, catalogueOf } from '../release/catalogue.ts';
import { summaryOf } from '../release/plain-text.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { isTaken } from '../store/is-taken.ts';
import { type Article, readArticle } from './article.ts';
import { drawIndexNumber } from './index-number.ts';

export interface PageRow {
  /** Release id. */
  readonly _id: string;
  readonly revision: number;
  readonly article: Omit<Article, 'column' | 'publishedAt' | 'correction' | 'interprets' | 'catalogue'>;
  readonly column: string;
  /** 索引号, given when it was first stored; absent on pages older than that. */
  readonly index?: string;
  /** Absent on pages older than it. */
  readonly catalogue?: Catalogue;
  /** Of the document, or else of its publication: what the catalogue is narrowed by. */
  readonly year?: number;
  /** One or two sentences for feeds and search engines: the summary, or cut from the body when the page is stored. */
  readonly description: string;
  readonly interprets: string | null;
  /** When it was first published; a later revision never moves it (19号: a forged date is a veto item). */
  readonly publishedAt: Date;
  readonly updatedAt: Date;
  /** Oldest first; shown on the page. */
  readonly corrections: readonly { readonly note: string; readonly at: Date }[];
  /** Says what `withdrawn` says, as a word that an index decides alone. */
  readonly state: 'shown' | 'withdrawn';
  readonly withdrawn: { readonly reason: string; readonly at: Date } | null;
  /** Whether search knows it as it stands here (search/index-search.ts). */
  readonly searched: boolean;
}

export const PAGES = 'pages';

/** Characters: what search engines show of a page. */
const DESCRIPTION = 120;

export const siteIndexes: readonly IndexDeclaration[] = [
  { collection: PAGES, keys: { column: 1, state: 1, publishedAt: -1 }, serves: 'the list of a column, newest first' },
  {
    collection: PAGES,
    keys: { column: 1, 'catalogue.theme': 1, state: 1, publishedAt: -1 },
    serves: 'the catalogue of a theme, newest first',
  },
  {
    collection: PAGES,
    keys: { column: 1, year: 1, state: 1, publishedAt: -1 },
    serves: 'the catalogue of a year, newest first',
  },
  { collection: PAGES, keys: { state: 1, publishedAt: -1 }, serves: 'the feeds and the site map, newest first' },
  {
    collection: PAGES,
    keys: { interprets: 1, state: 1, publishedAt: -1 },
    serves: 'which pages interpret this document?',
  },
  { collection: PAGES, keys: { searched: 1 }, serves: 'which pages does search not know as they stand?' },
];

/**
 * The site on this database. put() throws Problem 'invalid-input' on an article that cannot be shown. `changed` is told when
 * the public may see something else than before.
 */
export function openSite(db: Database, clock: Clock, changed: () => void = () => {}): SitePages {
  const pages = db.collection<PageRow>(PAGES);
  return {
    put: async (page) => {
      const outcome = await put(db, page, clock.now());
      changed();
      return outcome;
    },
    withdraw: async (id, reason, now) => {
      // Only a page that stands: the first withdrawal's reason and time are the ones that count.
      const $set = { state: 'withdrawn', withdrawn: { reason, at: now }, updatedAt: now, searched: false };
      await pages.updateOne({ _id: id, state: 'shown' }, { $set });
      changed();
    },
    find: async (id) => {
      const page = await pages.findOne({ _id: id }, { projection: { revision: 1, state: 1 } });
      return page && { revision: page.revision, withdrawn: page.state === 'withdrawn' };
    },
  };
}

async function put(db: Database, page: SitePage, now: Date): Promise<'stored' | 'older'> {
  const pages = db.collection<PageRow>(PAGES);
  const row = toRow(page, now);
  if (await replaceOlder(pages, row)) return 'stored';
  try {
    await pages.insertOne({ ...row, index: await drawIndexNumber(db, row.publishedAt) });
    return 'stored';
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
  // It stands in a revision not below ours, unless another process inserted an older one between the two steps above.
  if (await replaceOlder(pages, row)) return 'stored';
  const standing = await pages.findOne({ _id: page.id });
  return standing?.revision === page.revision && standing.state === 'shown' ? 'stored' : 'older';
}

async function replaceOlder(pages: Collection<PageRow>, row: PageRow): Promise<boolean> {
  // Neither the first publication's time nor earlier corrections are replaced.
  const { _id, publishedAt: _, corrections, ...$set } = row;
  const $push = { corrections: { $each: corrections } };
  const { matchedCount } = await pages.updateOne({ _id, revision: { $lt: row.revision } }, { $set, $push });
  return matchedCount === 1;
}

function toRow({ id, revision, article: raw }: SitePage, now: Date): PageRow {
  const { column, interprets, publishedAt, correction, catalogue, ...article } = readArticle(raw);
  return {
    _id: id,
    revision,
    article,
    column,
    catalogue: catalogueOf(catalogue, article),
    year: Number((article.writtenOn ?? toDay(publishedAt)).slice(0, 4)),
    description: article.summary || summaryOf(article.body, DESCRIPTION),
    interprets,
    publishedAt,
    updatedAt: now,
    corrections: correction ? [correction] : [],
    state: 'shown',
    withdrawn: null,
    searched: false,
  };
}
