/**
 * Checks and reads what the platform pushes: followers' messages, and the end of publishing jobs. It answers at once
 * (the platform waits 5 s and tries three times); the same push may come twice, even side by side.
 */
import type { Comment, PushedMessage, Received } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import { days } from '../../src/clock.ts';
import { digestOf } from '../../src/ids.ts';
import { isSigned, type Key, readKeys, unseal } from './crypt.ts';
import { type Job, showJob } from './job.ts';
import { massTicket, showSent, showUnsent } from './mass-job.ts';
import { type Field, fieldAt, listAt, readPush, textAt } from './read-push.ts';
import { placeInUrl, showMessageRef } from './ref.ts';
import type { WechatSettings } from './settings.ts';

interface Receiver {
  readonly settings: WechatSettings;
  readonly keys: readonly Key[];
}

/** What reads an account's pushes. It throws ChannelFailure 'refused' on a wrong signature, a foreign account or an unreadable body. */
export function openReceiver(settings: WechatSettings): (message: PushedMessage) => Received {
  const receiver = { settings, keys: readKeys(settings.AES_KEY, settings.AES_KEY_PREVIOUS) };
  return (message) => receive(receiver, message);
}

function receive(receiver: Receiver, message: PushedMessage): Received {
  const { settings } = receiver;
  const { query, now } = message;
  if (settings.TOKEN === '') {
    throw new ChannelFailure('refused', '没有配置服务器令牌（TOKEN），不接收推送。请配置后在公众平台重新启用。');
  }
  if (message.method === 'GET') {
    checkSignature(settings, query);
    return { ...answer(query.echostr ?? ''), key: null, comments: [], sightings: [] };
  }
  const field = openPush(receiver, message);
  const told = { comments: readComments(field, now), sightings: readSightings(field, now) };
  return { ...answer('success'), key: keyOf(field), ...told };
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
function openPush({ settings, keys }: Receiver, { query, body }: PushedMessage): Field {
  const { TOKEN, APPID: appid } = settings;
  const { encrypt_type = '', msg_signature = '', timestamp = '', nonce = '' } = query;
  if ((encrypt_type === 'aes' || msg_signature !== '') && keys.length > 0) {
    const encrypted = textAt(readPush(body), 'Encrypt');
    if (!isSigned(msg_signature, TOKEN, timestamp, nonce, encrypted)) throw wrongSignature();
    return readPush(unseal({ encrypted, keys, appid }));
  }
  if (settings.PUSHES === 'encrypted') {
    throw new ChannelFailure('refused', '推送没有加密，未接受。请在公众平台把消息加解密方式设为安全模式。');
  }
  checkSignature(settings, query);
  const field = readPush(body);
  if (textAt(field, 'MsgType') === '' && textAt(field, 'Encrypt') !== '') {
    throw new ChannelFailure('refused', '推送是加密的，但没有配置消息加解密密钥（AES_KEY）。请补上配置。');
  }
  return field;
}

// What a person should at least see when a follower sends no words.
const WORDLESS: Readonly<Record<string, string>> = {
  image: '［图片］',
  voice: '［语音］',
  video: '［视频］',
  shortvideo: '［小视频］',
  location: '［位置］',
  link: '［链接］',
};

function readComments(field: Field, now: Date): readonly Comment[] {
  const openid = textAt(field, 'FromUserName');
  const messageId = textAt(field, 'MsgId');
  const text = readText(field)?.toWellFormed() ?? null;
  if (text === null || !ID.test(openid) || !ID.test(messageId)) return [];
  const writtenAt = timeOf(textAt(field, 'CreateTime'), now);
  const ref = showMessageRef({ openid, messageId });
  return [{ ref, kind: 'message', post: null, author: { id: openid, name: '' }, text, writtenAt, ...rawOf(field) }];
}

/** Told elsewhere; `ToUserName` is the account itself. */
const SAID = ['ToUserName', 'FromUserName', 'Content', 'Label'];

function rawOf(field: Field) {
  const isFields = typeof field === 'object' && !Array.isArray(field);
  return isFields ? rawForm(field as Readonly<Record<string, unknown>>, SAID) : {};
}

// openid: 28 of these characters as a rule; MsgId: digits. A ref is made of them, so nothing else may stand in one.
const ID = /^[\w-]{1,64}$/;

/** When it was written; what cannot be, a day ahead of us or no time at all, counts from now. */
function timeOf(createTime: string, now: Date): Date {
  const seconds = /^\d{1,10}$/.test(createTime) ? Number(createTime) : Number.POSITIVE_INFINITY;
  return seconds * 1000 <= now.getTime() + days(1) ? new Date(seconds * 1000) : now;
}

function readText(field: Field): string | null {
  const type = textAt(field, 'MsgType');
  if (type === 'text') return textAt(field, 'Content');
  const label = WORDLESS[type];
  if (!label) return null;
  const details = ['Recognition', 'Label', 'Title', 'Url', 'PicUrl'].map((name) => textAt(field, name));
  return [label, ...details.filter((detail) => detail !== '')].join(' ');
}

// Some accounts are told of a publication by the event of mass sending, and older ones by its first name.
const JOB_EVENTS = new Set(['PUBLISHJOBFINISH', 'FREEPUBLISHJOBFINISH', 'MASSSENDJOBFINISH']);

function readSightings(field: Field, now: Date): Received['sightings'] {
  if (textAt(field, 'MsgType') !== 'event' || !JOB_EVENTS.has(textAt(field, 'Event'))) return [];
  const info = fieldAt(field, 'PublishEventInfo') ?? field;
  const massId = textAt(field, 'MsgID');
  if (massId !== '' && textAt(info, 'publish_id') === '') return readMass(field, massId);
  const ticket = textAt(info, 'publish_id');
  const job = readJob(info);
  if (ticket === '' || job === null) return [];
  // Comments are addressed by a number that a short address hides: submit may have told it, which only find() knows.
  if (job.status === 0 && placeInUrl(job.items[0]?.url ?? '').msgDataId === '') return [];
  return [{ ticket, sighting: showJob(job, now, now) }];
}

/**
 * What comes so after a publication without notice bears no publish_id: its number fits no ticket, and freepublish/get tells
 * the rest. An article with a short address is left to a look as well, which knows what its comments are addressed by.
 */
function readMass(field: Field, msgId: string): Received['sightings'] {
  const status = textAt(field, 'Status').toLowerCase().replace(/\s+/g, ' ');
  const ticket = massTicket(msgId);
  if (status === '') return [];
  if (status !== 'send success') return [{ ticket, sighting: showUnsent(status) }];
  const urls = listAt(field, 'ArticleUrlResult', 'ResultList', 'item').map((item) => textAt(item, 'ArticleUrl'));
  if (placeInUrl(urls[0] ?? '').msgDataId === '') return [];
  return [{ ticket, sighting: showSent({ msgId, msgDataId: '', urls }) }];
}

function readJob(info: Field): Job | null {
  const status = textAt(info, 'publish_status') || massStatus(textAt(info, 'Status'));
  if (!/^\d+$/.test(status)) return null;
  const items = listAt(info, 'article_detail', 'item').map((item) => {
    return { url: textAt(item, 'article_url'), idx: Number(textAt(item, 'idx')) || null };
  });
  return { status: Number(status), articleId: textAt(info, 'article_id'), items, msgDataId: '' };
}

function massStatus(status: string): string {
  if (status === '') return '';
  return status === 'send success' ? '0' : '3';
}
