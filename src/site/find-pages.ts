/** What readers ask of the pages. Withdrawn ones are in no list, only under their own address. */
import type { Collection, Database, Filter } from '../store/collection.ts';
import { PAGES, type PageRow } from './page-store.ts';

export interface Listing {
  /** Column id, or null for the whole site. */
  readonly column: string | null;
  readonly skip?: number;
  readonly limit: number;
}

export interface Pages {
  find(id: string): Promise<PageRow | null>;
  /** Newest first. */
  list(listing: Listing): Promise<readonly PageRow[]>;
  count(column: string): Promise<number>;
  /** Shown pages that interpret this document, newest first. */
  listInterpreting(document: string): Promise<readonly PageRow[]>;
  /** Shown pages published in [from, to), oldest first. */
  listBetween(from: Date, to: Date): Promise<readonly PageRow[]>;
  /** When the first shown page was published; null on an empty site. */
  findFirstDate(): Promise<Date | null>;
}

/** Far more interpretations than a document ever gets. */
const MOST_INTERPRETING = 20;

/** sitemaps.org/protocol.html: most addresses in one file. */
const MOST_IN_SITE_MAP = 50_000;

export function openPages(db: Database): Pages {
  const pages = db.collection<PageRow>(PAGES);
  return {
    find: (id) => pages.findOne({ _id: id }),
    list: (listing) => list(pages, listing),
    count: (column) => pages.countDocuments({ column, state: 'shown' }),
    listInterpreting: (interprets) => newest(pages, { interprets, state: 'shown' }, { limit: MOST_INTERPRETING }),
    listBetween: (from, to) => {
      const filter = { state: 'shown', publishedAt: { $gte: from, $lt: to } };
      const projection = { updatedAt: 1 } as const;
      return pages.find(filter, { sort: { publishedAt: 1 }, limit: MOST_IN_SITE_MAP, projection }).toArray();
    },
    findFirstDate: async () => {
      const [first] = await pages.find({ state: 'shown' }, { sort: { publishedAt: 1 }, limit: 1 }).toArray();
      return first?.publishedAt ?? null;
    },
  };
}

function list(pages: Collection<PageRow>, { column, skip = 0, limit }: Listing): Promise<PageRow[]> {
  return newest(pages, column === null ? { state: 'shown' } : { column, state: 'shown' }, { skip, limit });
}

function newest(
  pages: Collection<PageRow>,
  filter: Filter,
  part: { skip?: number; limit: number },
): Promise<PageRow[]> {
  return pages.find(filter, { sort: { publishedAt: -1, _id: -1 }, ...part }).toArray();
}
