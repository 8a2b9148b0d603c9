/**
 * How the platform writes its records: ids as bare numbers beyond 2^53 beside idstr and mid, its own dates, texts with
 * short links, lists in an envelope.
 */
import type { StoredComment, StoredMention, StoredPost } from './fake-book.ts';
import { type Platform, SCREEN_NAME, UID } from './fake-platform.ts';
import { platformDate } from './fake-text.ts';

/** Digits as a bare JSON number. JSON.rawJSON (ECMAScript 2025 proposal, in V8) is not in TypeScript's types yet. */
export function bare(digits: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
}

export function showStatus(post: StoredPost, { book }: Platform): Readonly<Record<string, unknown>> {
  const comments = book.pages.comments.filter((one) => one.post === post.id).length;
  return {
    created_at: platformDate(post.at),
    id: bare(post.id),
    idstr: post.id,
    mid: post.id,
    text: post.shown,
    source: post.byHand ? '<a href="http://m.weibo.cn">手机</a>' : '<a href="http://example.org">政务发布</a>',
    favorited: false,
    truncated: false,
    ...(post.picture ? { pic_urls: [{ thumbnail_pic: `/pictures/${post.picture.name}` }] } : {}),
    user: showUser(UID, SCREEN_NAME),
    reposts_count: 0,
    comments_count: comments,
    attitudes_count: 0,
    visible: { type: 0, list_id: 0 },
  };
}

export function showMention({
  id,
  at,
  text,
  uid,
  author,
  likes = 0,
}: StoredMention): Readonly<Record<string, unknown>> {
  const names = { id: bare(id), idstr: id, mid: id };
  return {
    created_at: platformDate(at),
    ...names,
    text,
    source: '微博网页版',
    attitudes_count: likes,
    user: showUser(uid, author),
  };
}

/** Comments may lack idstr; these do. */
export function showComment(comment: StoredComment, platform: Platform): Readonly<Record<string, unknown>> {
  const post = platform.post(comment.post);
  const mention = platform.book.pages.mentions.find(({ id }) => id === comment.post);
  const answered = comment.answers === null ? null : platform.commentById(comment.answers);
  return {
    created_at: platformDate(comment.at),
    id: bare(comment.id),
    mid: comment.id,
    text: comment.text,
    source: '微博网页版',
    user: showUser(comment.uid, comment.author),
    ...(comment.likes === undefined ? {} : { like_count: comment.likes }),
    ...(post ? { status: showStatus(post, platform) } : {}),
    ...(mention ? { status: showMention(mention) } : {}),
    ...(answered ? { reply_comment: showComment(answered, platform) } : {}),
  };
}

export function showCount(post: StoredPost, { book }: Platform): Readonly<Record<string, unknown>> {
  const comments = book.pages.comments.filter((one) => one.post === post.id).length;
  return { id: bare(post.id), comments, reposts: 0, attitudes: 0 };
}

function showUser(uid: string, name: string): Readonly<Record<string, unknown>> {
  return { id: bare(uid), idstr: uid, screen_name: name, name };
}

/** One page of records, newest first: since_id is exclusive, max_id inclusive. */
export function pageOf<T extends { readonly id: string }>(all: readonly T[], query: URLSearchParams, most: number) {
  const since = BigInt(query.get('since_id') || '0');
  const max = BigInt(query.get('max_id') || '0');
  const count = Math.min(Math.max(1, Number(query.get('count') || most)), most);
  const page = Math.max(1, Number(query.get('page') || 1));
  const wanted = all.filter(({ id }) => BigInt(id) > since && (max === 0n || BigInt(id) <= max));
  const shown = wanted.slice((page - 1) * count, page * count);
  const next = wanted[page * count]?.id ?? '0';
  return { shown, envelope: { previous_cursor: 0, next_cursor: bare(next), total_number: all.length } };
}
