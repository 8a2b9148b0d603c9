/**
 * Rows of the statistics as figures. One row nobody can read must not hide the others: it is left out, like rows about
 * articles that are not ours. stat_date counts everything from publication to the end of that day; ref_date the day alone.
 */
import { z } from 'zod';
import type { FigureValues, PostFigures } from '../../src/channel/post-figures.ts';
import { toldCount } from '../../src/channel/told-count.ts';
import { isDay } from '../../src/clock.ts';
import { flag, idText, listOf } from './fields.ts';
import type { Posts } from './known-posts.ts';

export const cubeAnswer = z.object({ list: listOf(z.unknown()), is_delay: flag });

export type Read = (rows: readonly unknown[], posts: Posts, final: boolean) => readonly PostFigures[];

const day = z.string().refine(isDay);

const counts = z
  .object({
    read_user: toldCount,
    share_user: toldCount,
    like_user: toldCount,
    zaikan_user: toldCount,
    comment_count: toldCount,
    collection_user: toldCount,
  })
  .transform(
    (told): FigureValues =>
      withoutMissing({
        reads: told.read_user,
        shares: told.share_user,
        likes: told.like_user,
        zaikan: told.zaikan_user,
        comments: told.comment_count,
        favourites: told.collection_user,
      }),
  );

function withoutMissing(values: Readonly<Record<string, number | undefined>>): FigureValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const readRow = z.object({ ref_date: day, msgid: idText, detail: counts });
const summaryRow = z.object({ ref_date: day, detail: counts });
const detailRow = z.object({ msgid: idText, detail_list: listOf(z.unknown()) });
const statRow = counts.in.extend({ stat_date: day });

/** getarticleread: what was read on one day, by article. */
export const readReads: Read = (rows, posts, final) =>
  readable(readRow, rows).flatMap(({ ref_date, msgid, detail }) => {
    const post = posts.find(msgid);
    return post === null ? [] : figuresOf({ post, day: ref_date, basis: 'day', values: detail, final });
  });

/** getarticletotaldetail: articles of one day of publication, and how they stood at the end of each day since. */
export const readDetails: Read = (rows, posts, final) =>
  readable(detailRow, rows).flatMap(({ msgid, detail_list }) => {
    const post = posts.find(msgid);
    if (post === null) return [];
    return readable(statRow, detail_list).flatMap(({ stat_date, ...told }) =>
      figuresOf({ post, day: stat_date, basis: 'until-day', values: counts.parse(told), final }),
    );
  });

/** getbizsummary: the whole account, by day. */
export const readSummary: Read = (rows, _posts, final) =>
  readable(summaryRow, rows).flatMap(({ ref_date, detail }) =>
    figuresOf({ post: null, day: ref_date, basis: 'day', values: detail, final }),
  );

function readable<T extends z.ZodType>(schema: T, rows: readonly unknown[]): readonly z.output<T>[] {
  return rows.flatMap((row) => {
    const read = schema.safeParse(row);
    return read.success ? [read.data] : [];
  });
}

/** None where nothing was counted. */
function figuresOf(figures: PostFigures): readonly PostFigures[] {
  return Object.keys(figures.values).length > 0 ? [figures] : [];
}
