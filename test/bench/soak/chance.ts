/** Seeded chance: each who draws has a stream of its own, so that one more draw here changes nothing there. */
import { createHash } from 'node:crypto';

export interface Chance {
  /** From 0 to less than 1. */
  next(): number;
  /** True so many times of a hundred. */
  percent(of: number): boolean;
  between(least: number, most: number): number;
  /** One of them; throws on none. */
  pick<T>(from: readonly T[]): T;
}

/** The stream of `name` under `seed`. */
export function chanceOf(seed: number, name: string): Chance {
  let drawn = 0;
  const next = () => createHash('sha256').update(`${seed}/${name}/${drawn++}`).digest().readUInt32BE(0) / 2 ** 32;
  return {
    next,
    percent: (of) => next() * 100 < of,
    between: (least, most) => least + next() * (most - least),
    pick(from) {
      const one = from[Math.floor(next() * from.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
}
