/** What the operations of one account share. */
import type { Tools } from '../../src/channel/kind.ts';
import type { Api } from './api.ts';
import type { Settings } from './settings.ts';

export interface WeiboAccount {
  readonly settings: Settings;
  readonly api: Api;
  readonly media: Tools['media'];
}

/** The instant from which on a change made at `at` must show (code 20032: within 1 to 2 minutes). */
export function showsFrom(at: Date, { settings }: WeiboAccount): Date {
  return new Date(at.getTime() + settings.SETTLE_SECONDS * 1000);
}
