/**
 * What is left of the day's calls, by path: openapi/quota/get, which itself is asked once for each
 * (developers.weixin.qq.com, 查询接口调用次数).
 */
import { z } from 'zod';
import type { Action } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { QuotaLeft } from '../../src/channel/quota-left.ts';
import type { Door } from './door.ts';
import type { Caller } from './token.ts';

const told = z.object({ quota: z.object({ daily_limit: z.coerce.number(), remain: z.coerce.number() }) });

// An account that may not publish is given none of these; it still takes drafts, which a person publishes.
const SUBMIT = '/cgi-bin/freepublish/submit';

/** The calls we make, and the acts that take one of each. */
const CALLS: readonly (readonly [path: string, name: string, actions: readonly Action[]])[] = [
  [SUBMIT, '提交发布', ['publish']],
  ['/cgi-bin/draft/add', '新建草稿', ['publish']],
  ['/cgi-bin/freepublish/delete', '删除文章', ['withdraw']],
  ['/cgi-bin/comment/reply/add', '回复留言', ['reply']],
  ['/cgi-bin/message/custom/send', '客服消息', ['reply']],
  ['/cgi-bin/message/mass/sendall', '群发', []],
  ['/cgi-bin/freepublish/get', '查询发布结果', []],
  ['/cgi-bin/freepublish/batchget', '读取已发布列表', []],
  ['/cgi-bin/comment/list', '读取留言', []],
];

// The platform knows no such path, or the account may not call it: then there is nothing left to tell.
const NOT_COUNTED = new Set(['76021', '48001']);

/** Throws ChannelFailure. */
export async function askQuotas(door: Door, caller: Caller): Promise<readonly QuotaLeft[]> {
  const asked = CALLS.map(async ([path, name, actions]): Promise<readonly QuotaLeft[]> => {
    const request = { path: '/cgi-bin/openapi/quota/get', body: { cgi_path: path }, answer: told };
    try {
      const { daily_limit: limit, remain: left } = (await door.weixin.call(request, caller)).quota;
      return [{ actions: limit === 0 && path === SUBMIT ? [] : actions, name, limit, left, per: 'day' }];
    } catch (error) {
      if (error instanceof ChannelFailure && NOT_COUNTED.has(error.code)) return [];
      throw error;
    }
  });
  return (await Promise.all(asked)).flat();
}
