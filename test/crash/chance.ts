/** Chance that can be had again: everything a seed decides is drawn from here. */
import { createHash } from 'node:crypto';

export interface Chance {
  /** From 0 to less than 1 (mulberry32). */
  next(): number;
  /** From `least` to `most`, whole. */
  whole(least: number, most: number): number;
  one<T>(of: readonly T[]): T;
  /** One of these names: the same one as long as it is among them, whichever others come and go. */
  name(of: readonly string[]): string;
}

export function openChance(seed: number): Chance {
  let state = seed | 0;
  let drawn = 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    one: (of) => of[whole(0, of.length - 1)] as (typeof of)[number],
    name(of) {
      const salt = `${seed}/${drawn++}`;
      return [...of].sort((a, b) => weigh(salt, a).localeCompare(weigh(salt, b)))[0] ?? '';
    },
  };
}

function weigh(salt: string, name: string): string {
  return createHash('sha256').update(`${salt}/${name}`).digest('hex');
}
