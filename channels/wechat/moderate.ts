/** Shows a comment among the elected ones, takes it out again, or deletes it: comment/markelect, unmarkelect, delete. */
import type { Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Moderation } from '../../src/channel/moderation.ts';
import type { Door } from './door.ts';
import { done, toNumber } from './fields.ts';
import { findMessageRef, readCommentRef } from './ref.ts';
import type { Caller } from './token.ts';

const PATHS: Readonly<Record<Moderation, string>> = {
  elect: '/cgi-bin/comment/markelect',
  unelect: '/cgi-bin/comment/unmarkelect',
  delete: '/cgi-bin/comment/delete',
};

const GONE = new Set(['88004', '88008']); // deleted by its writer, or by us before

/** Throws ChannelFailure. */
export async function moderate(door: Door, comment: Ref, act: Moderation, caller: Caller): Promise<void> {
  if (findMessageRef(comment)) throw new ChannelFailure('refused', '这是私信，读者看不到，不能精选或删除。');
  const { msgDataId, index, commentId } = readCommentRef(comment);
  const body = { msg_data_id: toNumber(msgDataId), index, user_comment_id: toNumber(commentId) };
  try {
    await door.weixin.call({ path: PATHS[act], body, answer: done }, caller);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || !GONE.has(error.code)) throw error;
    if (act === 'delete') return;
    const { code } = error;
    throw new ChannelFailure('refused', `留言已被删除（${code}），不能再改动精选。请刷新后查看。`, { code });
  }
}
