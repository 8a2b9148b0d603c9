/** Answers a comment (once, that is all the platform allows) or a message (within 48 hours of it). */
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Door } from './door.ts';
import { done, toNumber } from './fields.ts';
import { MESSAGE_BYTES } from './limits.ts';
import { findMessageRef, type MessageRef, readCommentRef } from './ref.ts';

/** Throws ChannelFailure: 'uncertain' where an answer stands already, which is ours or somebody's own by hand. */
export async function reply(door: Door, comment: Ref, text: string, attempt: Attempt): Promise<Receipt> {
  const message = findMessageRef(comment);
  if (message) return await sendMessage(door, { ...message, ref: comment, text }, attempt);
  const { msgDataId, index, commentId } = readCommentRef(comment);
  const body = { msg_data_id: toNumber(msgDataId), index, user_comment_id: toNumber(commentId), content: text };
  try {
    await door.weixin.call({ path: '/cgi-bin/comment/reply/add', body, answer: done }, attempt);
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.code !== '88005') throw error;
    throw new ChannelFailure('uncertain', '这条留言已有作者回复（88005），先核查是不是本条', { code: '88005' });
  }
  return { state: 'done', ref: comment, url: null };
}

type Message = MessageRef & { readonly ref: Ref; readonly text: string };

async function sendMessage(door: Door, { openid, ref, text }: Message, attempt: Attempt): Promise<Receipt> {
  if (Buffer.byteLength(text) > MESSAGE_BYTES) {
    throw new ChannelFailure(
      'refused',
      `回复超过公众号消息的上限（${MESSAGE_BYTES} 字节，约 680 个汉字）。请缩短后重发。`,
    );
  }
  const body = { touser: openid, msgtype: 'text', text: { content: text } };
  await door.weixin.call({ path: '/cgi-bin/message/custom/send', body, answer: done }, attempt);
  return { state: 'done', ref, url: null };
}
