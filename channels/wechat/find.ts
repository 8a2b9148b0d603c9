/** Read-only: what became of a lost or pending order. Publications are looked for in find-article.ts. */
import { z } from 'zod';
import type { Attempt, Order, Sighting, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { listComments } from './comments.ts';
import type { Door } from './door.ts';
import { flag, listOf } from './fields.ts';
import { findArticle } from './find-article.ts';
import { findMessageRef, readCommentRef, readPostRef } from './ref.ts';
import type { Caller } from './token.ts';

const article = z.object({ news_item: listOf(z.object({ is_deleted: flag })) });

/** Throws ChannelFailure when it could not look. */
export async function find(door: Door, trace: Trace, attempt: Attempt): Promise<Sighting> {
  const { order } = trace;
  switch (order.action) {
    case 'publish':
      return await findArticle(door, { ...trace, order }, attempt);
    case 'withdraw':
      return await findWithdrawn(door, order, attempt);
    case 'reply':
      return await findReply(door, order, attempt);
    case 'revise':
      return { seen: 'refused', reason: '公众号文章发出后不能修改，只能发布新文后删除原文。' };
  }
}

async function findWithdrawn(
  door: Door,
  { post }: Extract<Order, { action: 'withdraw' }>,
  caller: Caller,
): Promise<Sighting> {
  const { articleId, index } = readPostRef(post);
  const request = { path: '/cgi-bin/freepublish/getarticle', body: { article_id: articleId }, answer: article };
  try {
    const item = (await door.weixin.call(request, caller)).news_item[index];
    if (!item || item.is_deleted) return { seen: 'done', ref: post, url: null };
    return { seen: 'absent' }; // deleting once more does no harm
  } catch (error) {
    if (error instanceof ChannelFailure && error.code === '53600') return { seen: 'done', ref: post, url: null };
    throw error;
  }
}

async function findReply(
  door: Door,
  { comment, text }: Extract<Order, { action: 'reply' }>,
  caller: Caller,
): Promise<Sighting> {
  if (findMessageRef(comment)) {
    return { seen: 'unknown', reason: '公众号消息发出后平台不提供查询。请在公众平台“私信”中核对对方是否收到。' };
  }
  const { msgDataId, index, commentId } = readCommentRef(comment);
  const comments = await listComments(door, { msgDataId, index }, caller);
  const ours = comments.find((one) => one.id === commentId);
  if (!ours) return { seen: 'unknown', reason: '留言已不在列表中，可能已被删除。请在公众平台核对。' };
  if (ours.reply === null) return { seen: 'absent' };
  if (ours.reply.trim() === text.trim()) return { seen: 'done', ref: comment, url: null };
  return { seen: 'unknown', reason: '这条留言下已有另一条作者回复。请在公众平台核对是否还需回复。' };
}
