/** How often our posts were commented on, reposted and liked (statuses/count): running totals, 100 posts a call. */
import { z } from 'zod';
import type { Attempt } from '../../src/channel/contract.ts';
import type { FiguresPage, FigureValues, PostFigures, WantedFigures } from '../../src/channel/post-figures.ts';
import { toldCount } from '../../src/channel/told-count.ts';
import { toDay } from '../../src/clock.ts';
import type { WeiboAccount } from './account.ts';
import { unreadable } from './looking.ts';
import { idOf } from './wire.ts';

const IDS = 100; // statuses/count: ids, at most

const countRow = z.object({ comments: toldCount, reposts: toldCount, attitudes: toldCount });

/** Posts that are gone are not in the answer. Throws ChannelFailure. */
export async function* pullFigures(
  { posts }: WantedFigures,
  attempt: Attempt,
  { api }: WeiboAccount,
): AsyncGenerator<FiguresPage> {
  // A person may have typed anything when confirming a post by hand.
  const known = posts.map(({ ref }) => ref).filter((ref) => /^\d+$/.test(ref));
  for (let at = 0; at < known.length; at += IDS) {
    const ids = known.slice(at, at + IDS);
    const rows = await api.read('backlog', 'statuses/count', { ids: ids.join(',') }, attempt);
    if (!Array.isArray(rows)) throw unreadable();
    const figures = rows.flatMap((row: unknown) => toFigures(row, new Set(ids), toDay(attempt.now)));
    yield { figures, refs: [], settled: [], note: null };
  }
}

function toFigures(row: unknown, asked: ReadonlySet<string>, day: string): readonly PostFigures[] {
  const post = idOf(row);
  const read = countRow.safeParse(row);
  if (post === null || !asked.has(post) || !read.success) return [];
  const { comments, reposts, attitudes } = read.data;
  const told = Object.entries({ comments, shares: reposts, likes: attitudes });
  const values: FigureValues = Object.fromEntries(told.filter(([, value]) => value !== undefined));
  // They go on for as long as the post stands.
  return Object.keys(values).length > 0 ? [{ post, day, basis: 'until-now', values, final: false }] : [];
}
