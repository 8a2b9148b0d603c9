/** What readers ask of the pages. Withdrawn ones are in no list, only under their own address. */
import { type Column, withColumnsUnder } from '../release/columns.ts';
import type { Collection, Database, Filter } from '../store/collection.ts';
import { PAGES, type PageRow } from './page-store.ts';

/** A part of a catalogue; null for everything. */
export interface Narrowing {
  /** Id of a theme. */
  readonly theme: string | null;
  readonly year: number | null;
}

export interface Listing extends Partial<Narrowing> {
  /** Column id, its sub-columns included; null for the whole site. */
  readonly column: string | null;
  readonly skip?: number;
  readonly limit: number;
}

export interface Pages {
  find(id: string): Promise<PageRow | null>;
  /** Newest first. */
  list(listing: Listing): Promise<readonly PageRow[]>;
  count(column: string, narrowing?: Narrowing): Promise<number>;
  /** The columns among these that the public is led to: all but a unit's in which nothing stands. */
  withoutEmptyUnits(columns: readonly Column[]): Promise<readonly Column[]>;
  /** The themes and years a column has pages of. */
  listFacets(column: string): Promise<{ readonly themes: ReadonlySet<string>; readonly years: readonly number[] }>;
  /** The pages published before and after this one in its column, null at the ends. */
  findNeighbours(page: PageRow): Promise<{ readonly earlier: PageRow | null; readonly later: PageRow | null }>;
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
    count: (column, narrowing) => pages.countDocuments(filterOf({ column, ...narrowing })),
    withoutEmptyUnits: (columns) => withoutEmptyUnits(pages, columns),
    listFacets: (column) => listFacets(pages, column),
    findNeighbours: ({ column, publishedAt }) => findNeighbours(pages, column, publishedAt),
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

function list(pages: Collection<PageRow>, { skip = 0, limit, ...listing }: Listing): Promise<PageRow[]> {
  return newest(pages, filterOf(listing), { skip, limit });
}

function filterOf({ column, theme = null, year = null }: Pick<Listing, 'column' | 'theme' | 'year'>): Filter {
  const filter = { state: 'shown', ...(theme && { 'catalogue.theme': theme }), ...(year && { year }) };
  return column === null ? filter : { column: withSubColumns(column), ...filter };
}

function withSubColumns(column: string): string | Filter {
  const columns = withColumnsUnder(column);
  return columns.length === 1 ? column : { $in: columns };
}

async function withoutEmptyUnits(pages: Collection<PageRow>, columns: readonly Column[]): Promise<Column[]> {
  const isFilled = async ({ id, unit }: Column) => {
    if (unit === undefined) return true;
    return (await pages.findOne({ column: id, state: 'shown' }, { projection: { _id: 1 } })) !== null;
  };
  const filled = await Promise.all(columns.map(isFilled));
  return columns.filter((_, i) => filled[i]);
}

async function listFacets(pages: Collection<PageRow>, column: string) {
  const match = { $match: filterOf({ column }) };
  const of = async (field: string) => {
    const groups = await pages.aggregate<{ _id: unknown }>([match, { $group: { _id: `$${field}` } }]).toArray();
    return groups.map(({ _id }) => _id);
  };
  const themes = (await of('catalogue.theme')).filter((id) => typeof id === 'string');
  const years = (await of('year')).filter((year) => typeof year === 'number');
  return { themes: new Set(themes), years: years.sort((a, b) => b - a) };
}

async function findNeighbours(pages: Collection<PageRow>, column: string, publishedAt: Date) {
  const next = async (beyond: Filter, direction: 1 | -1) => {
    const options = { sort: { publishedAt: direction }, limit: 1 } as const;
    const [page] = await pages.find({ column, state: 'shown', publishedAt: beyond }, options).toArray();
    return page ?? null;
  };
  return { earlier: await next({ $lt: publishedAt }, -1), later: await next({ $gt: publishedAt }, 1) };
}

function newest(
  pages: Collection<PageRow>,
  filter: Filter,
  part: { skip?: number; limit: number },
): Promise<PageRow[]> {
  return pages.find(filter, { sort: { publishedAt: -1, _id: -1 }, ...part }).toArray();
}
