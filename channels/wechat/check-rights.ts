/**
 * Which calls the account may make, found by calls that only read. Where nothing can be read, the code of something that
 * is not there proves the right just as well: without it the platform answers 48001 before it looks.
 */
import { z } from 'zod';
import type { Finding } from '../../src/channel/contract.ts';
import { toFailure } from '../../src/channel/failure.ts';
import { after, days, toDay } from '../../src/clock.ts';
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

const PROBES: readonly Probe[] = [
  {
    what: '发布文章的权限',
    path: '/cgi-bin/freepublish/batchget',
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
    return granted.includes(code) ? { what, ok: true, remedy: null } : { what, ok: false, remedy: message };
  }
}
