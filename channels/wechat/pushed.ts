/** What a push means that was kept (receive.ts): a follower's message, or the end of a publishing job. */
import type { Comment, Told } from '../../src/channel/contract.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import { days } from '../../src/clock.ts';
import { type Job, showJob } from './job.ts';
import { massTicket, showSent, showUnsent } from './mass-job.ts';
import { type Field, fieldAt, listAt, readPush, textAt } from './read-push.ts';
import { placeInUrl, showMessageRef } from './ref.ts';

/** What is told by a push that came at `at`; of an unknown event nothing. */
export function readPushed(body: string, at: Date): Told {
  const field = readPush(body);
  return { comments: readComments(field, at), sightings: readSightings(field, at) };
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
export const ID = /^[\w-]{1,64}$/;

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

function readSightings(field: Field, now: Date): Told['sightings'] {
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
function readMass(field: Field, msgId: string): Told['sightings'] {
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
