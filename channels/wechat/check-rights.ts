/**
 * Which calls the account may make, found by calls that only read. Where nothing can be read, the code of something that
 * is not there proves the right just as well: without it the platform answers 48001 before it looks.
 */
import { z } from 'zod';
import type { Finding } from '../../src/channel/contract.ts';
import { toFailure } from '../../src/channel/failure.ts';
import { after, days, toDay } from '../../src/clock.ts';
import { NO_RIGHT } from './by-hand.ts';
import type { Door } from './door.ts';
import type { Caller } from './token.ts';

interface Probe {
  readonly what: string;
  readonly path: string;
  readonly body: (now: Date) => Readonly<Record<string, unknown>>;
  /** Answers of an account that has the right. */
  readonly granted: readonly string[];
}

const yesterday = (now: Date) => toDay(after(now, -days(1)));

const PUBLISHED = '/cgi-bin/freepublish/batchget';

/** An account without the right to publish still works, with a person at the end of it. */
const DRAFT_ONLY =
  `账号没有发布接口的权限（${NO_RIGHT}），以“只存草稿”方式工作：文章存入草稿箱后，须登录 mp.weixin.qq.com 手工发布，` +
  '再在投递看板确认并填入文章链接。完成认证后自动恢复。';

const PROBES: readonly Probe[] = [
  {
    what: '发布文章的权限',
    path: PUBLISHED,
    body: () => ({ offset: 0, count: 1, no_content: 1 }),
    granted: [],
  },
  {
    // Sending to all and writing to one follower are granted together, to verified accounts; the latter has no call to read.
    what: '群发和客服消息的权限（已认证）',
    path: '/cgi-bin/message/mass/get',
    body: () => ({ msg_id: 1 }),
    granted: ['40059'], // no such message
  },
  {
    what: '读取和回复留言的权限',
    path: '/cgi-bin/comment/list',
    body: () => ({ msg_data_id: 1, index: 0, begin: 0, count: 1, type: 0 }),
    granted: ['88001'], // no such article
  },
  {
    what: '读取文章数据的权限',
    path: '/datacube/getbizsummary',
    body: (now) => ({ begin_date: yesterday(now), end_date: yesterday(now) }),
    granted: ['61503'], // yesterday's figures are not ready
  },
];

export async function findRights(door: Door, caller: Caller): Promise<readonly Finding[]> {
  return await Promise.all(PROBES.map((probe) => find(probe, door, caller)));
}

async function find({ what, path, body, granted }: Probe, door: Door, caller: Caller): Promise<Finding> {
  try {
    await door.weixin.call({ path, body: body(caller.now), answer: z.unknown() }, caller);
    return { what, ok: true, remedy: null };
  } catch (error) {
    const { code, message } = toFailure(error);
    if (granted.includes(code)) return { what, ok: true, remedy: null };
    return { what, ok: false, remedy: path === PUBLISHED && code === NO_RIGHT ? DRAFT_ONLY : message };
  }
}
