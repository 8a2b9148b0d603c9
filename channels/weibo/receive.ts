/**
 * Private messages as the platform pushes them (open.weibo.com/wiki 粉丝服务平台, 消息推送服务): checked, read and answered at
 * once with an empty body. It waits 5 s and tries three times; what came twice is one message. Events, and whatever type
 * comes one day, are accepted and left.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Comment, PushedMessage, Received, Told } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { parseJson } from '../../src/channel/parse-json.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import { readDate } from './read-date.ts';
import { toMessageRef } from './ref.ts';
import type { Settings } from './settings.ts';
import { digits } from './wire.ts';

const pushSchema = z.object({
  type: z.string(),
  sender_id: digits,
  receiver_id: digits,
  created_at: z.string(),
  text: z.string().default(''),
});

/** What a person should at least see when somebody sends no words. */
const WORDLESS: Readonly<Record<string, string>> = { image: '［图片］', voice: '［语音］', position: '［位置］' };

/** Throws ChannelFailure 'refused' on a wrong signature, another account's message or an unreadable body. */
export function receive({ APPSECRET, UID }: Settings, { method, query, body }: PushedMessage): Received {
  const { signature = '', timestamp = '', nonce = '', echostr = '' } = query;
  if (!isSame(signature, signatureOf(APPSECRET, timestamp, nonce))) {
    throw new ChannelFailure('refused', '推送的签名不对，未接受。如果持续出现，请核对 App Secret。');
  }
  if (method === 'GET') return answer(echostr);
  const read = parsed(body);
  if (typeof read !== 'object' || read === null) throw new ChannelFailure('refused', '推送的内容无法辨认，未接受。');
  const pushed = pushSchema.safeParse(read).data;
  if (!pushed) return answer('');
  if (pushed.receiver_id !== UID) throw new ChannelFailure('refused', '推送的不是本账号的私信，未接受。请核对 UID。');
  const key = toMessages(pushed)[0]?.ref ?? null;
  return key === null ? answer('') : { ...answer(''), key, body, reaches: pushed.type !== 'text' };
}

/** The message of a push that receive() has kept. */
export function readPushed(body: string): Told {
  const told = parsed(body) as Readonly<Record<string, unknown>>;
  const messages = toMessages(pushSchema.parse(told));
  return { comments: messages.map((one) => ({ ...one, ...rawForm(told, ['text', 'sender_id']) })), sightings: [] };
}

/** The platform's way: secret, timestamp and nonce sorted, joined, SHA-1 in hex. */
export function signatureOf(secret: string, timestamp: string, nonce: string): string {
  return createHash('sha1').update([secret, timestamp, nonce].sort().join('')).digest('hex');
}

/** Takes as long whatever is different. */
function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given.toLowerCase()), Buffer.from(right)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

function toMessages({ type, text, sender_id, created_at }: z.infer<typeof pushSchema>): readonly Comment[] {
  const words = type === 'text' ? text : [WORDLESS[type], text].filter(Boolean).join(' ');
  const writtenAt = readDate(created_at);
  if (!(type === 'text' || type in WORDLESS) || words === '' || !writtenAt) return [];
  const ref = toMessageRef({ sender: sender_id, writtenAt });
  return [{ ref, kind: 'message', post: null, author: { id: sender_id, name: '' }, text: words, writtenAt }];
}

function answer(body: string): Received {
  return { answer: { status: 200, type: 'text/plain; charset=utf-8', body }, key: null, body: '', reaches: false };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
