/**
 * Answers a private message (open.weibo.com/wiki 粉丝服务平台, Send_Customer_Service_Message): within 48 hours of it.
 * Nothing can be read back, so what is in doubt stays so until a person has looked.
 */
import { z } from 'zod';
import type { Attempt, Receipt, Ref } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after } from '../../src/clock.ts';
import type { WeiboAccount } from './account.ts';
import { MESSAGE_WINDOW_MS } from './limits.ts';
import type { MessageRef } from './ref.ts';

const sentSchema = z.object({ result: z.union([z.literal(true), z.literal('true')]) });

export interface Sending {
  readonly to: MessageRef;
  readonly ref: Ref;
  readonly text: string;
}

export async function sendMessage(
  { to, ref, text }: Sending,
  attempt: Attempt,
  { api, settings }: WeiboAccount,
): Promise<Receipt> {
  if (settings.MESSAGES !== '1') throw new ChannelFailure('refused', '本账号没有开通私信，请到微博上人工回复');
  if (attempt.now > after(to.writtenAt, MESSAGE_WINDOW_MS)) {
    throw new ChannelFailure('refused', '私信已超过 48 小时，微博不再允许回复，请以其他方式回应并登记');
  }
  const fields = { type: 'text', data: JSON.stringify({ text }), receiver_id: to.sender, save_sender_box: '1' };
  const answer = await api.change('messages/reply', fields, attempt, { host: settings.MESSAGES_ENDPOINT });
  if (sentSchema.safeParse(answer).success) return { state: 'done', ref, url: null };
  throw new ChannelFailure('uncertain', '微博没有确认私信已发出，结果不明，请人工核实');
}
