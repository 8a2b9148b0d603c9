/**
 * Read-only: what became of a lost or pending order. Publications are looked for in find-article.ts, withdrawals in
 * find-withdrawn.ts.
 */
import type { Attempt, Order, Sighting, Trace } from '../../src/channel/contract.ts';
import { listOpen } from './comments.ts';
import type { Door } from './door.ts';
import { findArticle } from './find-article.ts';
import { findWithdrawn } from './find-withdrawn.ts';
import { findMessageRef, readCommentRef } from './ref.ts';
import type { Caller } from './token.ts';

/** Throws ChannelFailure when it could not look. */
export async function find(door: Door, trace: Trace, attempt: Attempt): Promise<Sighting> {
  const { order } = trace;
  switch (order.action) {
    case 'publish':
      return await findArticle(door, { ...trace, order }, attempt);
    case 'withdraw':
      return await findWithdrawn(door, order.post, attempt);
    case 'reply':
      return await findReply(door, order, attempt);
    case 'report':
      return { seen: 'refused', reason: '此平台不收办理状态' };
    case 'revise':
      return { seen: 'refused', reason: '公众号文章发出后不能修改，只能发布新文后删除原文。' };
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
  const comments = await listOpen(door, { msgDataId, index }, caller);
  const ours = comments.find((one) => one.id === commentId);
  if (!ours) return { seen: 'unknown', reason: '留言已不在列表中，可能已被删除。请在公众平台核对。' };
  if (ours.reply === null) return { seen: 'absent' };
  if (ours.reply.trim() === text.trim()) return { seen: 'done', ref: comment, url: null };
  return { seen: 'unknown', reason: '这条留言下已有另一条作者回复。请在公众平台核对是否还需回复。' };
}
