/**
 * The list of a column, newest first, over pages. A catalogue (政务公开, 政府文件) shows index and document number and can be narrowed by
 * theme and year; what it is narrowed by stands in the path, so that a narrowed list is a page like any other.
 */
import { themes } from '../release/catalogue.ts';
import { type Column, columnsUnder, findColumn } from '../release/columns.ts';
import { feedPath } from './feeds.ts';
import type { Narrowing, Pages } from './find-pages.ts';
import { columnTags } from './page-tags.ts';
import { missingPage, type Page, type Reading } from './pages.ts';
import { columnPath, parentsOf, toEntry, toLink } from './show-pages.ts';

export interface Asked {
  readonly column: string;
  readonly page: number;
  readonly narrowing?: Narrowing;
}

/** Pages of a list. */
export const PER_PAGE = 20;
const WHOLE: Narrowing = { theme: null, year: null };

export async function columnPage({ pages }: Reading, { column: id, page, narrowing = WHOLE }: Asked): Promise<Page> {
  const column = findColumn(id);
  if (!column || !Number.isSafeInteger(page) || page < 1) return missingPage();
  const last = Math.max(1, Math.ceil((await pages.count(id, narrowing)) / PER_PAGE));
  if (page > last) return missingPage();
  const rows = await pages.list({ column: id, ...narrowing, skip: (page - 1) * PER_PAGE, limit: PER_PAGE });
  const { name, description } = column;
  const pathOf = (number: number) => columnPath(id, number, narrowing);
  const title = page === 1 ? name : `${name}（第 ${page} 页）`;
  const head = { title, description, tags: columnTags(column), path: pathOf(page), column: id };
  const content = {
    ...{ name, description, page, last, parents: parentsOf(column).slice(0, -1) },
    links: rows.map(toLink),
    entries: column.isCatalogue ? rows.map(toEntry) : null,
    subs: (await pages.withoutEmptyUnits(columnsUnder(id))).map((sub) => ({
      name: sub.name,
      href: columnPath(sub.id),
    })),
    rss: feedPath('rss', id),
    facets: column.isCatalogue ? await showFacets(pages, column, narrowing) : [],
    earlier: page > 1 ? pathOf(page - 1) : null,
    later: page < last ? pathOf(page + 1) : null,
  };
  return { template: 'column', status: 200, head, content };
}

/** 'all' or a theme's id, 'all' or a year; null for what is neither. */
export function readNarrowing(theme: string, year: string): Narrowing | null {
  if (theme !== 'all' && !themes.some(({ id }) => id === theme)) return null;
  if (year !== 'all' && !/^(19|20)\d\d$/.test(year)) return null;
  return { theme: theme === 'all' ? null : theme, year: year === 'all' ? null : Number(year) };
}

/** Rows of links: only what there are pages of, and what is chosen. */
async function showFacets(pages: Pages, { id }: Column, { theme, year }: Narrowing) {
  const found = await pages.listFacets(id);
  const to = (narrowing: Narrowing) => columnPath(id, 1, narrowing);
  const ofTheme = themes.filter((one) => found.themes.has(one.id) || one.id === theme);
  const all = { name: '全部' };
  return [
    {
      name: '主题分类',
      choices: [
        { ...all, href: to({ theme: null, year }), isChosen: theme === null },
        ...ofTheme.map((one) => ({ name: one.name, href: to({ theme: one.id, year }), isChosen: one.id === theme })),
      ],
    },
    {
      name: '年份',
      choices: [
        { ...all, href: to({ theme, year: null }), isChosen: year === null },
        ...found.years.map((one) => ({ name: `${one} 年`, href: to({ theme, year: one }), isChosen: one === year })),
      ],
    },
  ];
}
