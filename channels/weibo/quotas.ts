/** What is left of the calls of this app and user: account/rate_limit_status, which is not counted itself. */
import { z } from 'zod';
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { QuotaLeft } from '../../src/channel/quota-left.ts';
import type { WeiboAccount } from './account.ts';

const status = z.object({
  user_limit: z.coerce.number(),
  remaining_user_hits: z.coerce.number(),
  limit_time_unit: z.string().default('HOURS'),
});

/** Throws ChannelFailure. */
export async function askQuotas(attempt: Attempt, { api }: WeiboAccount): Promise<readonly QuotaLeft[]> {
  const read = status.safeParse(await api.rates(attempt));
  if (!read.success) throw new ChannelFailure('unreachable', '微博没有告知剩余的调用次数，稍后再查');
  const { user_limit: limit, remaining_user_hits: left, limit_time_unit: unit } = read.data;
  const per = /DAY/i.test(unit) ? 'day' : 'hour';
  return [{ actions: ['publish', 'withdraw', 'reply'], name: '接口调用', limit, left, per }];
}
