/**
 * 被动回复: words that stand in the answer to a message's push, shown at once and counted by no limit
 * (developers.weixin.qq.com, 被动回复用户消息). Sealed with the key that opened the push, or plain as it was.
 */
import { randomBytes } from 'node:crypto';
import type { Received } from '../../src/channel/contract.ts';
import { type Key, seal, signatureOf } from './crypt.ts';
import { type Field, textAt } from './read-push.ts';
import type { WechatSettings } from './settings.ts';

/** Bytes of UTF-8; channels-api.md A7. */
const LONGEST = 2048;

export interface Asking {
  readonly field: Field;
  readonly settings: Pick<WechatSettings, 'TOKEN' | 'APPID'>;
  /** That opened the push; null for a plain one. */
  readonly key: Key | null;
  readonly now: Date;
}

/** Null for words that are too long. */
export function answerSaying({ field, settings, key, now }: Asking, words: string): Received['answer'] | null {
  if (Buffer.byteLength(words) > LONGEST) return null;
  const [to, from] = [textAt(field, 'FromUserName'), textAt(field, 'ToUserName')];
  const seconds = String(Math.floor(now.getTime() / 1000));
  const head = `${element('ToUserName', to)}${element('FromUserName', from)}<CreateTime>${seconds}</CreateTime>`;
  const message = `<xml>${head}${element('MsgType', 'text')}${element('Content', words)}</xml>`;
  const body = key === null ? message : envelope(seal(message, key, settings.APPID), settings.TOKEN, seconds);
  return { status: 200, type: 'text/xml; charset=utf-8', body };
}

function envelope(encrypted: string, token: string, timestamp: string): string {
  const nonce = String(randomBytes(4).readUInt32BE());
  const signature = signatureOf(token, timestamp, nonce, encrypted);
  const signed = `${element('MsgSignature', signature)}<TimeStamp>${timestamp}</TimeStamp>${element('Nonce', nonce)}`;
  return `<xml>${element('Encrypt', encrypted)}${signed}</xml>`;
}

/** CDATA ends at the first `]]>`, so that one inside is split over two. */
function element(name: string, text: string): string {
  return `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}
