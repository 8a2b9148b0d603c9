/** The moments of a death as people name them. Every step belongs to the first group that knows it. */
import type { Kill } from './scenario.ts';

const GROUPS: readonly (readonly [name: string, steps: RegExp])[] = [
  ['before the try is written', /^deliveries\.\w+\[sending\]\.before/],
  ['after the try is written', /^deliveries\.\w+\[sending\]\.after/],
  ['during a call: it arrives', /^(wechat|weibo):.*\.arrives/],
  ['during a call: taken, not answered', /^(wechat|weibo):.*\.taken/],
  ['during a call: in the answer', /^(wechat|weibo):.*\.mid-answer/],
  ['after the answer', /^(wechat|weibo):.*\.answered/],
  ['between steps of a call', /^(deliveries\.\w+\[step\]|secrets\.)/],
  ['while the page is written', /^pages\.|^media\./],
  ['before the line of a post', /^ledger\.insertMany\[delivery\.done\]\.before/],
  ['between line and record', /^ledger\.insertMany\[delivery\.done\]\.after/],
  ['before the outcome is written', /^deliveries\.\w+\[(done|settling|waiting|stuck)\]\.before/],
  ['after the outcome is written', /^deliveries\.\w+\[(done|settling|waiting|stuck|late outcome)\]/],
  ['while followers are let go', /^deliveries\.\w+\[let go\]/],
  ['while a try is kept for the next', /^tries\./],
  ['while lines are posted', /^ledger\.|\[taken out\]/],
  ['while quotas are counted', /^quotas\./],
  ['during planning', /^(deliveries|pieces)\.insertMany|^deliveries\.\w+(\[cancelled\]|\.)/],
  ['between two stages', /\[planned true\]|^replies\.updateOne|^topics\.updateOne/],
  ['while staff work', /^(releases|replies|topics|staff|sessions|tokens)\./],
  ['while the public is heard', /^(signals|news|sources)\./],
  ['while starting and recovering', /^indexes\.|\[taken over\]|^runs\./],
];

export function groupOf(kill: Kill): string {
  if (!('step' in kill)) return 'at any moment';
  return GROUPS.find(([, steps]) => steps.test(kill.step))?.[0] ?? 'elsewhere';
}

/** In the order of a delivery's life. */
export const groupNames: readonly string[] = [...GROUPS.map(([name]) => name), 'elsewhere', 'at any moment'];

/** One step of each group that there is. */
export function oneOfEach(steps: readonly string[]): readonly string[] {
  const found = Map.groupBy(steps, (step) => groupOf({ step, nth: 1 }));
  return groupNames.flatMap((name) => found.get(name)?.slice(0, 1) ?? []);
}
