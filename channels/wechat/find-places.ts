/**
 * msg_data_id of articles whose ref lacks it: submit did not tell it, and the address in its answer was a short one. The
 * published article may carry its long address, and the figures of the next day name every article by it (`msgid` is
 * `<msg_data_id>_<position>`). article_id itself cannot be converted.
 */
import { z } from 'zod';
import type { Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, days, hours, startOfDay, toDay } from '../../src/clock.ts';
import type { CommentCursor } from './comment-cursor.ts';
import type { Door } from './door.ts';
import { listOf } from './fields.ts';
import { placeInUrl, readPostRef } from './ref.ts';
import type { Caller } from './token.ts';

const article = z.object({
  news_item: listOf(z.object({ title: z.string().default(''), url: z.string().default('') })),
});
const row = z.object({ msgid: z.string(), title: z.string().default(''), content_url: z.string().default('') });
const figures = z.object({ list: listOf(row) });

type Row = z.output<typeof row>;

const FIGURES_FROM = hours(8); // the day's figures are there by then
const DAYS_BACK = 3; // an article of the day before yesterday was asked for yesterday, unless we were away

export interface Looking {
  readonly posts: readonly Ref[];
  /** Filled in. */
  readonly places: CommentCursor['places'];
}

/** Asks once a day, after the new figures are out, for those that are still missing. */
export async function findPlaces(door: Door, { posts, places }: Looking, caller: Caller): Promise<void> {
  const askedOn = toDay(after(caller.now, -FIGURES_FROM));
  const missing = posts.filter((post) => {
    const place = places[post];
    return readPostRef(post).msgDataId === '' && !place?.msgDataId && place?.askedOn !== askedOn;
  });
  let rows: readonly Row[] | null = null;
  for (const post of missing) {
    const { articleId, index } = readPostRef(post);
    const told = await ask(() => findArticle(door, { articleId, index }, caller));
    let msgDataId = placeInUrl(told?.url ?? '').msgDataId;
    if (told && msgDataId === '') {
      rows ??= await findRows(door, caller);
      msgDataId = numberIn(rows, { ...told, index });
    }
    places[post] = { msgDataId, askedOn };
  }
}

interface Told {
  readonly title: string;
  readonly url: string;
}

async function findArticle(
  door: Door,
  { articleId, index }: { articleId: string; index: number },
  caller: Caller,
): Promise<Told | null> {
  const request = { path: '/cgi-bin/freepublish/getarticle', body: { article_id: articleId }, answer: article };
  const { news_item } = await door.weixin.call(request, caller);
  return news_item[index] ?? null;
}

async function findRows(door: Door, caller: Caller): Promise<readonly Row[]> {
  const found: Row[] = [];
  const today = startOfDay(toDay(after(caller.now, -FIGURES_FROM)));
  for (let back = 1; back <= DAYS_BACK; back++) {
    const day = toDay(after(today, -days(back)));
    const body = { begin_date: day, end_date: day };
    const request = { path: '/datacube/getarticletotaldetail', body, answer: figures };
    found.push(...((await ask(() => door.weixin.call(request, caller)))?.list ?? []));
  }
  return found;
}

/** '' unless exactly one article is meant. */
function numberIn(rows: readonly Row[], { title, url, index }: Told & { readonly index: number }): string {
  const isSame = (row: Row) => withoutHash(row.content_url) === withoutHash(url) && url !== '';
  const isNamed = (row: Row) => row.title.trim() === title.trim() && row.msgid.endsWith(`_${index + 1}`);
  const byAddress = rows.filter(isSame);
  const fitting = byAddress.length > 0 ? byAddress : rows.filter(isNamed);
  const numbers = [...new Set(fitting.map(({ msgid }) => /^(\d+)_\d+$/.exec(msgid)?.[1] ?? ''))];
  return numbers.length === 1 ? (numbers[0] as string) : '';
}

function withoutHash(url: string): string {
  return url.replace(/#.*/s, '');
}

/** Null where the account may not ask, or the platform refuses: the comments of other articles are pulled all the same. */
async function ask<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (
      error instanceof ChannelFailure &&
      (error.code === '48001' || error.kind === 'refused' || error.kind === 'limited')
    ) {
      return null;
    }
    throw error;
  }
}
