/** What every look shares: whose order, which clock, and when not seeing something proves that it is not there. */
import type { Attempt, Sighting, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { showsFrom, type WeiboAccount } from './account.ts';
import type { WireList } from './wire.ts';

export interface Looking {
  readonly trace: Trace;
  readonly attempt: Attempt;
  readonly account: WeiboAccount;
}

/** Our clock and the platform's may differ by this much. */
const SKEW_MS = 120_000;
/** The platform's times are cut to the full second; ours must be, too, where the two are compared. */
const SECOND_MS = 1000;

/** Nothing made before this instant can be what we look for. */
export function notBefore({ trace }: Looking): Date {
  const soonest = trace.firstTriedAt.getTime() - SKEW_MS;
  return new Date(Math.floor(soonest / SECOND_MS) * SECOND_MS);
}

/** 'working' while what was done may not show yet, else null. */
export function stillSettling({ trace, attempt, account }: Looking): Sighting | null {
  const lookAt = showsFrom(trace.lastTriedAt, account);
  return attempt.now < lookAt ? { seen: 'working', lookAt } : null;
}

/** Whether a newest-first list shows everything made since the first try: what it lacks then is not there. */
export function coversAll(list: WireList<{ created_at: Date }>, full: number, looking: Looking): boolean {
  if (list.unreadable > 0) return false;
  if (list.items.some(({ created_at }) => created_at < notBefore(looking))) return true;
  return list.items.length < full && (list.total ?? 0) <= list.items.length;
}

/** The failure of looking when an answer is not what the platform's documents describe. */
export function unreadable(): ChannelFailure {
  return new ChannelFailure('unreachable', '微博的应答不符合接口说明，稍后再查');
}
