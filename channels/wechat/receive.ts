/**
 * Checks and opens what the platform pushes: followers' messages, and the end of publishing jobs. It answers at once
 * (the platform waits 5 s and tries three times); the same push may come twice, even side by side. What it means is read
 * afterwards (pushed.ts).
 */
import type { PushedMessage, Received } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { digestOf } from '../../src/ids.ts';
import { isSigned, type Key, readKeys, unseal } from './crypt.ts';
import { answerSaying } from './passive.ts';
import { ID } from './pushed.ts';
import { type Field, readPush, textAt } from './read-push.ts';
import type { WechatSettings } from './settings.ts';

interface Receiver {
  readonly settings: WechatSettings;
  readonly keys: readonly Key[];
}

interface Opened {
  readonly field: Field;
  /** Without its envelope. */
  readonly body: string;
  readonly key: Key | null;
}

/** What opens an account's pushes. It throws ChannelFailure 'refused' on a wrong signature, a foreign account or an unreadable body. */
export function openReceiver(settings: WechatSettings): (message: PushedMessage) => Received {
  const receiver = { settings, keys: readKeys(settings.AES_KEY, settings.AES_KEY_PREVIOUS) };
  return (message) => receive(receiver, message);
}

function receive(receiver: Receiver, message: PushedMessage): Received {
  const { settings } = receiver;
  const { query } = message;
  if (settings.TOKEN === '') {
    throw new ChannelFailure('refused', '没有配置服务器令牌（TOKEN），不接收推送。请配置后在公众平台重新启用。');
  }
  if (message.method === 'GET') {
    checkSignature(settings, query);
    return { ...answer(query.echostr ?? ''), key: null, body: '', reaches: false };
  }
  const { field, body, key } = openPush(receiver, message);
  const received = { ...answer('success'), key: keyOf(field), body, reaches: !isText(field) };
  if (!isText(field) || body.startsWith('{')) return received; // the platform tells of no answer in JSON
  return { ...received, answerSaying: (words) => answerSaying({ field, settings, key, now: message.now }, words) };
}

/** Of words a signal keeps all that is said here; anything else may tell where somebody is. */
function isText(field: Field): boolean {
  return textAt(field, 'MsgType') === 'text';
}

function answer(body: string): Pick<Received, 'answer'> {
  return { answer: { status: 200, type: 'text/plain; charset=utf-8', body } };
}

/**
 * A message has a number of its own. An event has none: who, when and which, and the job it is about, since two jobs may end
 * within one second. Times are the platform's; how far its clock is from ours does not matter here, and no push is refused for
 * its age: a retry after an outage of ours is as good as the first.
 */
function keyOf(field: Field): string {
  const messageId = textAt(field, 'MsgId');
  if (ID.test(messageId) && textAt(field, 'MsgType') !== 'event') return `message:${messageId}`;
  const job = textAt(field, 'PublishEventInfo', 'publish_id') || textAt(field, 'MsgID');
  const names = ['FromUserName', 'CreateTime', 'MsgType', 'Event', 'EventKey'];
  return `event:${digestOf([...names.map((name) => textAt(field, name)), messageId, job].join('\n'))}`;
}

function checkSignature(
  { TOKEN }: WechatSettings,
  { signature = '', timestamp = '', nonce = '' }: PushedMessage['query'],
) {
  if (!isSigned(signature, TOKEN, timestamp, nonce)) throw wrongSignature();
}

function wrongSignature(): ChannelFailure {
  return new ChannelFailure('refused', '推送的签名不对，未接受。如果持续出现，请核对服务器令牌（TOKEN）。');
}

// Compatible mode sends the fields twice, plain and encrypted: with a key, only what the message signature covers is read.
function openPush({ settings, keys }: Receiver, { query, body }: PushedMessage): Opened {
  const { TOKEN, APPID: appid } = settings;
  const { encrypt_type = '', msg_signature = '', timestamp = '', nonce = '' } = query;
  if ((encrypt_type === 'aes' || msg_signature !== '') && keys.length > 0) {
    const encrypted = textAt(readPush(body), 'Encrypt');
    if (!isSigned(msg_signature, TOKEN, timestamp, nonce, encrypted)) throw wrongSignature();
    const { message, key } = unseal({ encrypted, keys, appid });
    return { field: readPush(message), body: message.trim(), key };
  }
  if (settings.PUSHES === 'encrypted') {
    throw new ChannelFailure('refused', '推送没有加密，未接受。请在公众平台把消息加解密方式设为安全模式。');
  }
  checkSignature(settings, query);
  const field = readPush(body);
  if (textAt(field, 'MsgType') === '' && textAt(field, 'Encrypt') !== '') {
    throw new ChannelFailure('refused', '推送是加密的，但没有配置消息加解密密钥（AES_KEY）。请补上配置。');
  }
  return { field, body: body.trim(), key: null };
}
