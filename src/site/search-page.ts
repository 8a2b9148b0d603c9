/** 站内搜索: what was published, best first, with the words that were found marked. What finds is src/search. */
import type { Context } from 'koa';
import { minutes, toDay } from '../clock.ts';
import { Problem } from '../errors.ts';
import { openThrottle } from '../http/throttle.ts';
import { findColumn, listTopColumns } from '../release/columns.ts';
import { answerReader } from './answer-page.ts';
import type { Printed, Printer } from './print-page.ts';

interface Mark {
  readonly text: string;
  readonly hit: boolean;
}

export interface FoundPage {
  /** Path on our site. */
  readonly href: string;
  readonly title: readonly Mark[];
  readonly passage: readonly Mark[];
  readonly column: string | null;
  readonly at: Date;
}

export interface Wanted {
  readonly text: string;
  readonly column?: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

export interface Finder {
  find(
    wanted: Wanted,
  ): Promise<{ readonly pages: readonly FoundPage[]; readonly total: number; readonly isLoose: boolean }>;
}

export const SEARCH = '/search/';

const PER_PAGE = 15;
/** Nobody turns further. */
const LAST_PAGE = 50;
const LONGEST = 60;
/** A search costs more than a page, and is nobody else's page. */
const OFTEN = { times: 60, windowMs: minutes(1) };

/** Answers GET /search/?q=…&column=…&page=…; what is wrong is told on the page. */
export function answerSearch({ finder, print, now }: { finder: Finder; print: Printer; now: () => Date }) {
  const throttle = openThrottle(OFTEN);
  return async (ctx: Context): Promise<void> => {
    const asked = readAsked(ctx.query);
    try {
      throttle.take(ctx.ip, now());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      ctx.set('Retry-After', String(error.retryAfterSeconds ?? 60));
      answerReader(ctx, { status: error.status, html: print(showSearch(asked, null, error.message)) });
      return;
    }
    const found = asked.text === '' ? null : await finder.find(wantedOf(asked));
    answerReader(ctx, { status: 200, html: print(showSearch(asked, found, '')) });
  };
}

interface Asked {
  readonly text: string;
  readonly column: string;
  readonly page: number;
}

function readAsked({ q, column, page }: Context['query']): Asked {
  const text =
    typeof q === 'string'
      ? [
          ...q
            .toWellFormed()
            .replace(/\p{Cc}/gu, ' ')
            .trim(),
        ]
          .slice(0, LONGEST)
          .join('')
      : '';
  const known = typeof column === 'string' && findColumn(column) ? column : '';
  const number = typeof page === 'string' && /^\d{1,2}$/.test(page) ? Number(page) : 1;
  return { text, column: known, page: Math.min(LAST_PAGE, Math.max(1, number)) };
}

function wantedOf({ text, column, page }: Asked): Wanted {
  return { text, column: column === '' ? undefined : column, skip: (page - 1) * PER_PAGE, limit: PER_PAGE };
}

type Found = Awaited<ReturnType<Finder['find']>>;

function showSearch(asked: Asked, found: Found | null, problem: string): Printed {
  const { text, column, page } = asked;
  const last = found ? Math.min(LAST_PAGE, Math.max(1, Math.ceil(found.total / PER_PAGE))) : 1;
  const content = {
    ...{ text, problem, page, last, action: SEARCH },
    columns: listTopColumns().map(({ id, name }) => ({ id, name, isChosen: id === column })),
    found: found && {
      total: found.total,
      isLoose: found.isLoose,
      hits: found.pages.map(({ href, title, passage, column: filed, at }) => ({
        ...{ href, title, passage, day: toDay(at) },
        column: filed === null ? '' : (findColumn(filed)?.name ?? ''),
      })),
    },
    earlier: page > 1 ? addressOf({ ...asked, page: page - 1 }) : null,
    later: found && page < last ? addressOf({ ...asked, page: page + 1 }) : null,
  };
  const title = text === '' ? '站内搜索' : `搜索“${text}”`;
  const head = { title, description: '在本网站搜索。', tags: [], path: null, column: null };
  return { template: 'search', head, content };
}

function addressOf({ text, column, page }: Asked): string {
  const query = new URLSearchParams({ q: text, ...(column && { column }), page: String(page) });
  return `${SEARCH}?${query}`;
}
