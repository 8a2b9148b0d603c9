/** What a topic is about, added up from the messages it has samples of. */
import type { Gist } from './gist.ts';

export class Profile {
  /** How many samples have a key in the title; anywhere. */
  readonly title = new Map<string, number>();
  readonly all = new Map<string, number>();
  readonly names = new Set<string>();
  readonly vector = new Map<string, number>();
  /** How long the vector is. */
  length = 0;
  samples = 0;

  add({ title, all, vector, keys }: Gist): void {
    this.samples += 1;
    for (const key of title.keys()) this.title.set(key, (this.title.get(key) ?? 0) + 1);
    for (const key of all.keys()) this.all.set(key, (this.all.get(key) ?? 0) + 1);
    for (const name of keys.names) this.names.add(name);
    for (const [key, weight] of vector) this.vector.set(key, (this.vector.get(key) ?? 0) + weight);
    this.length = Math.sqrt([...this.vector.values()].reduce((sum, weight) => sum + weight * weight, 0));
  }

  /** How much of the samples has a key anywhere, from 0 to 1: said by half of them counts as said by all. */
  shareOf(key: string): number {
    return Math.min(1, (2 * (this.all.get(key) ?? 0)) / this.samples);
  }
}
