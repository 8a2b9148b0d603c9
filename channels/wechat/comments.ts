/**
 * What the public says under our articles. No event tells of comments, and the platform's list is in no lasting order (it
 * may change after an author's reply), so whole lists are read again and again; which of them are new says comment-cursor.ts.
 */
import { z } from 'zod';
import type { Attempt, Comment, Page, PullFrom, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import { days, hours } from '../../src/clock.ts';
import { type Given, readCommentCursor, siftComments } from './comment-cursor.ts';
import type { Door } from './door.ts';
import { idText, listOf, toNumber } from './fields.ts';
import { findPlaces } from './find-places.ts';
import { COMMENT_PAGE } from './limits.ts';
import { type PostRef, readPostRef, showCommentRef } from './ref.ts';
import type { Caller } from './token.ts';

export interface ListedComment {
  readonly id: string;
  /** '' for readers who comment under another identity than WeChat's. */
  readonly openid: string;
  readonly text: string;
  readonly writtenAt: Date;
  /** The author's answer, or null. */
  readonly reply: string | null;
  /** As the platform told it. */
  readonly told: Readonly<Record<string, unknown>>;
}

const listed = z.object({
  total: z.coerce.number().optional(), // some answers carry `comment_cnt` instead
  comment_cnt: z.coerce.number().optional(),
  comment: listOf(
    z
      .object({
        user_comment_id: idText,
        openid: z.string().nullish(),
        create_time: z.coerce.number().min(0).max(9_999_999_999), // a number by the documents, text in the wild
        content: z.string().default(''),
        reply: z.object({ content: z.string().optional() }).nullish(),
      })
      .loose(),
  ),
});

const MOST_PAGES = 100; // 4,900 comments under one article
const POSTS_AT_ONCE = 20; // articles of one pull
const ALWAYS_READ = 15; // articles, every half hour: 720 calls a day
const NO_COMMENTS = new Set(['88000', '88001', '88002']); // not open, article gone, closed for safety

/** What is new under 20 of the posts, oldest first; `more` while posts are left. */
export async function pullComments(door: Door, { cursor, posts }: PullFrom, attempt: Attempt): Promise<Page<Comment>> {
  const { after, given, places } = readCommentCursor(cursor);
  const begin = after === null ? 0 : posts.indexOf(after) + 1;
  const chosen = posts.slice(begin, begin + POSTS_AT_ONCE);
  await findPlaces(door, { posts: chosen, places }, attempt);
  const items: Comment[] = [];
  for (const [nth, post] of chosen.entries()) {
    if (isQuiet(begin + nth, given[post], attempt.now)) continue;
    const known = readPostRef(post);
    const place = { ...known, msgDataId: known.msgDataId || (places[post]?.msgDataId ?? '') };
    const { fresh, given: kept } = siftComments(
      await pullPost(door, { post, place }, attempt),
      given[post],
      attempt.now,
    );
    items.push(...fresh);
    given[post] = kept;
  }
  items.sort((one, other) => one.writtenAt.getTime() - other.writtenAt.getTime());
  const more = begin + POSTS_AT_ONCE < posts.length;
  const wanted = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([post]) => posts.includes(post)));
  const next = { after: more ? (chosen.at(-1) ?? null) : null, given: wanted(given), places: wanted(places) };
  return { items, cursor: JSON.stringify(next), more };
}

/**
 * The daily quota of comment/list is not published; a thousand is what others count with. The newest articles are read each
 * time, the others until nobody has written under them for a day, then every four hours: some 930 calls a day for 50 articles.
 */
function isQuiet(nth: number, given: Given | undefined, now: Date): boolean {
  if (nth < ALWAYS_READ || given === undefined) return false;
  return now.getTime() - given.newest > days(1) && now.getTime() - given.readAt < hours(4);
}

interface Placed {
  readonly post: Ref;
  readonly place: Place;
}

async function pullPost(door: Door, { post, place }: Placed, caller: Caller): Promise<Comment[]> {
  if (place.msgDataId === '') return []; // without it the platform has no address for the comments
  const comments = await listOpen(door, place, caller);
  return comments.map(({ id, openid, text, writtenAt, reply, told }) => ({
    ref: showCommentRef({ ...place, commentId: id }),
    kind: 'comment',
    post,
    author: { id: openid, name: '' }, // the platform tells no names
    text,
    writtenAt,
    isAnswered: reply !== null,
    ...rawForm(told, ['openid', 'content', 'reply']),
  }));
}

type Place = Pick<PostRef, 'msgDataId' | 'index'>;

/** As listComments(), and none under an article that takes no comments or is gone. */
export async function listOpen(door: Door, place: Place, caller: Caller): Promise<readonly ListedComment[]> {
  try {
    return await listComments(door, place, caller);
  } catch (error) {
    if (error instanceof ChannelFailure && NO_COMMENTS.has(error.code)) return [];
    throw error;
  }
}

/** All comments under an article, each once, in the platform's order. Throws ChannelFailure. */
async function listComments(
  door: Door,
  { msgDataId, index }: Place,
  caller: Caller,
): Promise<readonly ListedComment[]> {
  const found = new Map<string, ListedComment>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const begin = page * COMMENT_PAGE;
    const body = { msg_data_id: toNumber(msgDataId), index, begin, count: COMMENT_PAGE, type: 0 };
    const answer = await door.weixin.call({ path: '/cgi-bin/comment/list', body, answer: listed }, caller);
    for (const told of answer.comment) {
      const { user_comment_id: id, openid, content: text, create_time, reply } = told;
      const writtenAt = new Date(create_time * 1000);
      found.set(id, { id, openid: openid ?? '', text, writtenAt, reply: reply?.content || null, told });
    }
    const total = answer.total ?? answer.comment_cnt ?? begin + answer.comment.length + 1;
    if (answer.comment.length === 0 || begin + COMMENT_PAGE >= total) break;
  }
  return [...found.values()];
}
