/** The numbers of the platform, each with its page on developers.weixin.qq.com. */
import type { Limits } from '../../src/channel/contract.ts';
import { hours } from '../../src/clock.ts';
import { MASS_USE } from './choices.ts';
import type { WechatSettings } from './settings.ts';

/** 字 of a text: characters as people count them, an emoji is one. */
export function countText(text: string): number {
  return [...text].length;
}

export const TITLE = 32; // draft/add: title
export const AUTHOR = 16; // draft/add: author
export const DIGEST = 128; // draft/add: digest
export const CUT_DIGEST = 120; // what we cut from the text leaves room, since how the platform counts 字 is not published
export const CONTENT_CHARACTERS = 20_000; // draft/add: content, fewer than
export const CONTENT_BYTES = 1024 * 1024; // draft/add: content, less than 1 MB
export const SOURCE_URL_BYTES = 1024; // draft/add: content_source_url
export const ARTICLES = 8; // draft/add: in one draft
export const PICTURE_BYTES = 1024 * 1024; // media/uploadimg: less than 1 MB
export const PICTURE_PIXELS = 100_000_000; // ours: unpacked it takes 300 MB of memory to convert
export const MESSAGE_BYTES = 2048; // message/custom/send: text
export const LIST_PAGE = 20; // draft/batchget, freepublish/batchget, material/batchget_material: count 1 to 20
export const COMMENT_PAGE = 49; // comment/list: "获取数目（>=50 会被拒绝）"

export const limits: Limits = {
  countText,
  title: TITLE,
  together: ARTICLES,
  // Not published for comments (88007 only says "too long"); 600 字 also fits into the 2,048 bytes of a message.
  reply: 600,
  repliesPerComment: 1, // comment/reply/add: 88005 "already reply"
  afterMessage: { ms: hours(48), count: 5 }, // 客服消息: 用户发送信息后 48 小时内 5 条
  // 接口调用频次限制: freepublish/submit 100 a day, freepublish/delete 10 a day.
  quotas: [
    { action: 'publish', count: 100, per: 'day' },
    { action: 'withdraw', count: 10, per: 'day' },
  ],
  atOnce: 4,
  readBack: null, // freepublish/batchget pages through everything published
  // No call changes a published article: the correction is published anew, then the old article is deleted.
  correction: 'replace',
};

/** With the number of mass sends the platform gives this account. */
export function limitsOf({ MASS_SENDS }: Pick<WechatSettings, 'MASS_SENDS'>): Limits {
  const [count, per] = MASS_SENDS.split('/');
  const sends = { action: 'publish', of: MASS_USE, count: Number(count), per: per as 'day' | 'month' } as const;
  return { ...limits, quotas: [...limits.quotas, sends] };
}
