/**
 * The newest entries of one of the platform's lists (batchget), page by page. The documents do not say how the lists are
 * sorted: the first page shows it, and where the oldest come first the rest is read from the end.
 */

import { z } from 'zod';
import type { Weixin } from './api.ts';
import { listOf } from './fields.ts';
import { LIST_PAGE } from './limits.ts';
import type { Caller } from './token.ts';

export interface Listing<T extends z.ZodType> {
  /** Such as '/cgi-bin/draft/batchget'. */
  readonly path: string;
  /** Beside offset and count. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly item: T;
  /** At most so many pages. */
  readonly pages: number;
}

interface Dated {
  readonly update_time: number;
}

export async function* newestPages<T extends z.ZodType<Dated>>(
  weixin: Weixin,
  { path, body, item, pages }: Listing<T>,
  caller: Caller,
): AsyncGenerator<readonly z.output<T>[]> {
  const answer = z.object({ total_count: z.coerce.number().default(0), item: listOf(item) });
  const read = (offset: number) => weixin.call({ path, body: { ...body, offset, count: LIST_PAGE }, answer }, caller);
  const { total_count: total, item: first } = await read(0);
  yield first;
  const oldestFirst = (first[0]?.update_time ?? 0) < (first.at(-1)?.update_time ?? 0);
  for (let page = 1; page < pages && page * LIST_PAGE < total; page++) {
    const offset = oldestFirst ? Math.max(LIST_PAGE, total - page * LIST_PAGE) : page * LIST_PAGE;
    const { item: more } = await read(offset);
    if (more.length === 0) return;
    yield more;
  }
}
