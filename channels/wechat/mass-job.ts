/**
 * How a mass send stands, told by mass/get (find-mass.ts) and by the event MASSSENDJOBFINISH (receive.ts), whose page lists
 * the numbers of err(…).
 */
import { z } from 'zod';
import type { Sighting } from '../../src/channel/contract.ts';
import type { Door } from './door.ts';
import { toNumber } from './fields.ts';
import { showItems } from './job.ts';
import type { Caller } from './token.ts';

/** Told from a publish_id of freepublish, which is a number too. */
export function massTicket(msgId: string): string {
  return `mass:${msgId}`;
}

/** The msg_id in a ticket or in a post's ref; null for anything else. */
export function massIdOf(ticket: string): string | null {
  return /^mass:(\d*)$/.exec(ticket)?.[1] ?? null;
}

const status = z.object({ msg_status: z.string() });

/** SEND_SUCCESS, SENDING, SEND_FAIL or DELETE. Throws ChannelFailure. */
export async function askStatus(door: Door, msgId: string, caller: Caller): Promise<string> {
  const request = { path: '/cgi-bin/message/mass/get', body: { msg_id: toNumber(msgId) }, answer: status };
  return (await door.weixin.call(request, caller)).msg_status;
}

export interface SentMass {
  readonly msgId: string;
  /** What sendall told, or ''. */
  readonly msgDataId: string;
  /** One for each article, '' where nobody told it. */
  readonly urls: readonly string[];
}

export function showSent({ msgId, msgDataId, urls }: SentMass): Sighting {
  const items = urls.map((url, at) => ({ url, idx: at + 1 }));
  return { seen: 'done', ...showItems({ articleId: massTicket(msgId), items, msgDataId }) };
}

const REASONS: Readonly<Record<string, string>> = {
  10001: '涉嫌广告',
  20001: '涉嫌政治内容',
  20002: '涉嫌色情',
  20004: '涉嫌社会问题',
  20006: '涉嫌违法犯罪',
  20008: '涉嫌欺诈',
  20013: '涉嫌版权问题',
  22000: '涉嫌互推',
  21000: '涉嫌其他违规',
  30001: '原创校验出现系统错误，且没有选择“转载时继续群发”',
  30002: '原创校验判定不能群发',
  30003: '原创校验判定为转载，且没有选择“转载时继续群发”',
  40001: '公众号管理员拒绝了这次群发',
  40002: '公众号管理员 30 分钟内没有确认',
};
// Nothing is wrong with the text: sending it once more, with the administrator at hand, is what helps.
const ADMINISTRATOR = new Set(['40001', '40002']);

/** `words` as the event has them: 'send fail', 'err(10001)'. */
export function showUnsent(words: string): Sighting {
  const number = /^err\((\d{1,6})\)$/.exec(words)?.[1];
  if (!number) return { seen: 'refused', reason: '群发失败。请登录公众平台查看站内通知，处理后重发。' };
  const what = REASONS[number] ?? '平台没有公布这个原因';
  const remedy = ADMINISTRATOR.has(number)
    ? '请与管理员约好，重发后 30 分钟内在微信里确认'
    : '请修改内容后重发，或登录公众平台查看站内通知';
  return { seen: 'refused', reason: `群发未通过：${what}（${number}）。${remedy}。` };
}
