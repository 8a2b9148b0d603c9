/**
 * What a Ref of this kind says; opaque to everybody else.
 *
 *   post      <article_id>|<msg_data_id>|<index>          index from 0; msg_data_id '' when the article's address hides it
 *             mass:<msg_id>|…  sent to followers (mass-job.ts)    hand:<name>|…  published by hand, by its address
 *   comment   <msg_data_id>|<index>|<user_comment_id>
 *   message   message|<openid>|<MsgId>
 */

import type { Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';

export interface PostRef {
  readonly articleId: string;
  /** What comments are addressed by; '' when unknown. */
  readonly msgDataId: string;
  /** Place in the publication, from 0. */
  readonly index: number;
}

export interface CommentRef {
  readonly msgDataId: string;
  readonly index: number;
  readonly commentId: string;
}

export interface MessageRef {
  readonly openid: string;
  readonly messageId: string;
}

export function showPostRef({ articleId, msgDataId, index }: PostRef): Ref {
  return `${articleId}|${msgDataId}|${index}`;
}

const HAND = 'hand:';

/** Published on the platform's own site: no call knows it. */
export function isByHand(articleId: string): boolean {
  return articleId.startsWith(HAND);
}

/** Whether an address is that of an article published by hand, as its ref names it. */
export function isAddressOf(address: string, articleId: string): boolean {
  return articleId === `${HAND}${nameIn(address)}`;
}

/** The post at an article's public address, which staff copied; null for any other address. */
export function refOfAddress(address: string, host: string): Ref | null {
  if (!URL.canParse(address)) return null;
  const name = nameIn(address);
  if (new URL(address).host !== host || name === '') return null;
  const { msgDataId, index } = placeInUrl(address);
  return showPostRef({ articleId: `${HAND}${name}`, msgDataId, index: index ?? 0 });
}

/** Of a short address its last part, of a long one the number of the publication. */
function nameIn(address: string): string {
  const { pathname } = new URL(address, 'https://mp.weixin.qq.com');
  return /^\/s\/([\w-]{8,})$/.exec(pathname)?.[1] ?? (pathname === '/s' ? placeInUrl(address).msgDataId : '');
}

/** Throws ChannelFailure 'refused'. */
export function readPostRef(ref: Ref): PostRef {
  const found = /^([^|]+)\|(\d*)\|(\d+)$/.exec(ref);
  if (!found) throw notOurs();
  return { articleId: found[1] as string, msgDataId: found[2] as string, index: Number(found[3]) };
}

export function showCommentRef({ msgDataId, index, commentId }: CommentRef): Ref {
  return `${msgDataId}|${index}|${commentId}`;
}

/** Throws ChannelFailure 'refused'. */
export function readCommentRef(ref: Ref): CommentRef {
  const found = /^(\d+)\|(\d+)\|(\d+)$/.exec(ref);
  if (!found) throw notOurs();
  return { msgDataId: found[1] as string, index: Number(found[2]), commentId: found[3] as string };
}

export function showMessageRef({ openid, messageId }: MessageRef): Ref {
  return `message|${openid}|${messageId}`;
}

/** The message a ref names, or null when it names a comment. */
export function findMessageRef(ref: Ref): MessageRef | null {
  const found = /^message\|([^|]+)\|([^|]*)$/.exec(ref);
  return found ? { openid: found[1] as string, messageId: found[2] as string } : null;
}

/**
 * msg_data_id and index as the long address of an article tells them: `mid` and `idx` (from 1). Short addresses (/s/…)
 * tell none.
 */
export function placeInUrl(url: string): { readonly msgDataId: string; readonly index: number | null } {
  const [, query = ''] = url.replaceAll('&amp;', '&').split('?');
  const search = new URLSearchParams(query.replace(/#.*/s, ''));
  const mid = search.get('mid') ?? search.get('appmsgid') ?? '';
  const idx = search.get('idx') ?? search.get('itemidx') ?? '';
  return { msgDataId: /^\d+$/.test(mid) ? mid : '', index: /^[1-9]\d*$/.test(idx) ? Number(idx) - 1 : null };
}

function notOurs(): ChannelFailure {
  return new ChannelFailure('refused', '记录中的文章或留言编号不是本公众号的格式。请在公众平台人工处理。');
}
