/**
 * When one act more would go, given what is left of a limit and what waits before it. Pure. What a window is: quota.ts.
 */
import type { Quota } from '../channel/contract.ts';
import { windowEnd } from './quota.ts';

export interface Room {
  readonly limit: number;
  /** Left in the window the act is wanted in. */
  readonly left: number;
  readonly per: Quota['per'];
  /** How many wait to go in that window before it. */
  readonly waiting: number;
}

/** `wanted` when there is room, else the beginning of the window that has room; null when none ever has. */
export function whenItGoes({ limit, left, per, waiting }: Room, wanted: Date): Date | null {
  if (limit <= 0) return null;
  const ahead = waiting - left; // 0 and more do not fit into this window, and each further one fills `limit` of them
  if (ahead < 0) return wanted;
  let goes = wanted;
  for (let windows = Math.floor(ahead / limit) + 1; windows > 0; windows--) goes = windowEnd(per, goes);
  return goes;
}
