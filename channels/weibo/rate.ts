/** What the platform itself says of its rates (open.weibo.com/wiki/2/account/rate_limit_status); asking is not counted. */
import { z } from 'zod';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, days, seconds } from '../../src/clock.ts';
import { RATED } from './errors.ts';

const ratesSchema = z.object({
  remaining_user_hits: z.coerce.number().int().min(0).optional(),
  reset_time_in_seconds: z.coerce.number().positive().optional(),
});

export interface Rates {
  /** Calls of the user that are left; null when it does not say. */
  readonly left: number | null;
  /** When they are counted anew; null when it does not say. */
  readonly resetAt: Date | null;
}

/** null when it is no such answer. */
export function readRates(answer: unknown, now: Date): Rates | null {
  const read = ratesSchema.safeParse(answer);
  if (!read.success) return null;
  const { remaining_user_hits: left = null, reset_time_in_seconds: reset } = read.data;
  const isSensible = reset !== undefined && seconds(reset) <= days(1);
  return { left, resetAt: isSensible ? after(now, seconds(reset)) : null };
}

/** The failure; one of a rate is told until when, if the platform says so. */
export async function untilReset(failure: unknown, ask: () => Promise<unknown>, now: Date): Promise<unknown> {
  if (!(failure instanceof ChannelFailure) || !RATED.has(failure.code)) return failure;
  const { kind, message, code } = failure;
  try {
    const retryAt = readRates(await ask(), now)?.resetAt;
    return retryAt ? new ChannelFailure(kind, message, { code, retryAt }) : failure;
  } catch {
    return failure;
  }
}
