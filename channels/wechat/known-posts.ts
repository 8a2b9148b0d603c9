/**
 * Which of our articles a row of the statistics is about. Rows name an article by msg_data_id and place, which a ref may lack
 * when its address is a short one: then address or title, on the day it came out, tell which it is.
 */
import { z } from 'zod';
import type { Ref } from '../../src/channel/contract.ts';
import type { FiguresPage, WantedPost } from '../../src/channel/post-figures.ts';
import { idText } from './fields.ts';
import { placeInUrl, readPostRef, showPostRef } from './ref.ts';

export interface Posts {
  /** The post a msgid means, by the ref it was asked for; null for articles that are not ours. */
  find(msgid: string): Ref | null;
  /** Learns which articles the rows of getarticletotaldetail are, and tells the refs that became complete. */
  learnFrom(rows: readonly unknown[]): FiguresPage['refs'];
}

const named = z.object({
  ref_date: z.string(),
  msgid: idText,
  title: z.string().catch(''),
  content_url: z.string().catch(''),
});
type Named = z.output<typeof named>;

/** `<msg_data_id>_<place from 1>` */
const MSGID = /^(\d+)_([1-9]\d{0,2})$/;

export function openPosts(posts: readonly WantedPost[]): Posts {
  const byMsgid = new Map<string, Ref>();
  let unknown: readonly WantedPost[] = [];
  for (const post of posts) {
    const place = placeOf(post.ref);
    if (place?.msgDataId === '') unknown = [...unknown, post];
    else if (place) byMsgid.set(`${place.msgDataId}_${place.index + 1}`, post.ref);
  }
  return {
    find: (msgid) => byMsgid.get(msgid) ?? null,
    learnFrom(rows) {
      const told = rows.flatMap((row) => named.safeParse(row).data ?? []);
      const free = told.filter(({ msgid }) => MSGID.test(msgid) && !byMsgid.has(msgid));
      const learnt = unknown.flatMap((post) => {
        const row = rowOf(post, free, unknown);
        return row ? [{ post, msgid: row.msgid }] : [];
      });
      for (const { post, msgid } of learnt) byMsgid.set(msgid, post.ref);
      unknown = unknown.filter((post) => !learnt.some((one) => one.post === post));
      return learnt.map(({ post, msgid }) => ({ post: post.ref, ref: fullRef(post.ref, msgid) }));
    },
  };
}

/** Null for what a person has typed when confirming a post by hand, and the platform does not know. */
function placeOf(ref: Ref) {
  try {
    return readPostRef(ref);
  } catch {
    return null;
  }
}

/** By address; else by title, when on that day one article and one post of ours have it. */
function rowOf(post: WantedPost, rows: readonly Named[], unknown: readonly WantedPost[]): Named | null {
  const sameDay = rows.filter(({ ref_date }) => post.sentOn <= ref_date && ref_date <= post.outOn);
  const byUrl = sameDay.find(({ content_url }) => post.url !== null && pageOf(content_url) === pageOf(post.url));
  if (byUrl) return byUrl;
  const [only, ...others] = sameDay.filter(({ title }) => title.trim() !== '' && title.trim() === post.title.trim());
  const twins = unknown.filter(({ outOn, title }) => outOn === post.outOn && title.trim() === post.title.trim());
  return only && others.length === 0 && twins.length === 1 ? only : null;
}

/** What tells an article's page: place and number in a long address, the path of a short one. */
function pageOf(url: string): string {
  const { msgDataId, index } = placeInUrl(url);
  if (msgDataId !== '') return `${msgDataId}_${index}`;
  return URL.canParse(url) ? new URL(url).pathname : '';
}

function fullRef(ref: Ref, msgid: string): Ref {
  const [, msgDataId = '', place = '1'] = MSGID.exec(msgid) ?? [];
  return showPostRef({ ...readPostRef(ref), msgDataId, index: Number(place) - 1 });
}
