/** Chance that can be had again: the same seed, round and contender give the same number. */
import { createHash } from 'node:crypto';
import type { Name } from './contender.ts';

/** From 0 to less than 1. */
export function chanceOf(seed: number, round: number, name: Name): number {
  return createHash('sha256').update(`${seed}/${round}/${name}`).digest().readUInt32BE(0) / 2 ** 32;
}
