/** The two platforms, played back on ports of this process, with quotas no office has; and their troubles, by chance. */

import type { WechatFake } from '../../../channels/wechat/fake.ts';
import type { Fake, Trouble } from '../../../src/channel/fake.ts';
import { troubles } from '../../../src/channel/fake.ts';
import { machineClock, minutes, seconds } from '../../../src/clock.ts';
import { type Fakes, startFakes } from '../../journeys/open-office.ts';
import type { Chance } from './chance.ts';

export const PLATFORMS = ['wechat', 'weibo'] as const;
export type PlatformName = (typeof PLATFORMS)[number];

export async function startPlatforms(port: number, url: string): Promise<Fakes> {
  const fakes = await startFakes(machineClock, port, url);
  const { quotas } = (fakes.wechat as WechatFake).knobs;
  for (const path of Object.keys(quotas)) quotas[path] = Number.MAX_SAFE_INTEGER;
  return fakes;
}

/** How long a platform's clock stays wrong. */
const WRONG_CLOCK_MS = seconds(20);
/** What keeps one delivery waiting for minutes is not begun when there is no time left to see its end. */
const SLOW: readonly Trouble[] = ['bad-login', 'limit'];
const SLOW_TAKES_MS = minutes(6);

export interface Spoiling {
  readonly fakes: Fakes;
  readonly chance: Chance;
  /** Time left of the load. */
  readonly leftMs: () => number;
}

/** Orders one trouble of those a platform can play; returns which, for the count. */
export function spoilSomething({ fakes, chance, leftMs }: Spoiling): string {
  const name = chance.pick(PLATFORMS);
  const fake = fakes[name];
  const possible = troubles.filter((trouble) => fake.cannotPlay(trouble, 'publish') === null);
  const trouble = chance.pick(possible.filter((one) => leftMs() > SLOW_TAKES_MS || !SLOW.includes(one)));
  fake.spoilNext(trouble);
  if (trouble.startsWith('clock-')) setTimeout(fake.mend, WRONG_CLOCK_MS).unref();
  return `${name} ${trouble}`;
}

/** Calls that were to carry out an action, on both platforms. */
export function arrivedAt(fakes: Fakes): number {
  return PLATFORMS.reduce((sum, name) => sum + (fakes[name] as Fake).arrived().length, 0);
}
