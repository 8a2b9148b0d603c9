/** Keeps the day's calls within the budget (budget.ts), over all processes and restarts. */
import type { Allowance } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import type { Counters } from '../../src/channel/kind.ts';
import { toDay } from '../../src/clock.ts';
import { ceilingOf, endOfDay, type Purpose, shareOf } from './budget.ts';
import type { Settings } from './settings.ts';

export interface KeptBudget {
  /** Takes one call. Throws ChannelFailure 'limited' when there is none left for this purpose now. */
  take(purpose: Purpose, now: Date): Promise<void>;
  /** Gives one back that the platform certainly did not count. */
  giveBack(purpose: Purpose, now: Date): Promise<void>;
  allowances(now: Date): Promise<readonly Allowance[]>;
}

const ALL = 'calls';

/** The code of a reading that our own budget put off. */
export const BUDGET = 'BUDGET';

export function keepBudget(settings: Settings, counters: Counters): KeptBudget {
  if (settings.CALLS_PER_DAY === 0) return UNCOUNTED;
  async function take(purpose: Purpose, now: Date): Promise<void> {
    const { all, own } = ceilingOf(purpose, now, settings);
    const day = toDay(now);
    if (!(await counters.count(ALL, day, all))) throw usedUp(purpose, now);
    if (own === null || (await counters.count(purpose, day, own))) return;
    await counters.uncount(ALL, day);
    throw usedUp(purpose, now);
  }
  async function giveBack(purpose: Purpose, now: Date): Promise<void> {
    await counters.uncount(ALL, toDay(now));
    if (isReading(purpose)) await counters.uncount(purpose, toDay(now));
  }
  async function allowances(now: Date): Promise<readonly Allowance[]> {
    const until = endOfDay(now);
    const of = async (what: string, name: string, most: number) => {
      const used = await counters.read(name, toDay(now));
      return { what, most, used, until };
    };
    return [
      await of('今日调用微博的次数', ALL, settings.CALLS_PER_DAY),
      await of('其中读取评论', 'comments', shareOf('comments', settings)),
      await of('其中读取提及', 'mentions', shareOf('mentions', settings)),
    ];
  }
  return { take, giveBack, allowances };
}

const UNCOUNTED: KeptBudget = {
  take: async () => {},
  giveBack: async () => {},
  allowances: async () => [],
};

function isReading(purpose: Purpose): boolean {
  return purpose !== 'look' && purpose !== 'post';
}

/** What is read waits for the next time it is read; what is sent, for the next day. */
function usedUp(purpose: Purpose, now: Date): ChannelFailure {
  if (!isReading(purpose)) {
    return new ChannelFailure('limited', '本账号今天调用微博的次数已用完，明天继续', { retryAt: endOfDay(now) });
  }
  const reason = '为给今天的发布和回复留出调用次数，这次没有读取微博，有余量时再读取';
  return new ChannelFailure('limited', reason, { code: BUDGET });
}
