/** How alike two messages are, between 0 and 1: how much of each one's title stands in the other. Pure. */
import { everydayMatters } from './common-words.ts';
import type { Keys } from './keys-of.ts';

/** Keys made ready to be compared many times. */
export interface Gist {
  readonly title: readonly string[];
  readonly titleWeight: number;
  readonly context: ReadonlySet<string>;
}

export interface Likeness {
  readonly similarity: number;
  /** The smaller of the two shared weights: little in common is no proof, however short the titles are. */
  readonly evidence: number;
}

/** An everyday matter counts half; see common-words.ts. */
const EVERYDAY_WEIGHT = 0.5;

/** `common`: keys that nearly every message here has (common-keys.ts); they tell no matter from another. */
export function gistOf({ title, context }: Keys, common: ReadonlySet<string> = new Set()): Gist {
  const telling = title.filter((key) => !common.has(key));
  return {
    title: telling,
    titleWeight: telling.reduce((sum, key) => sum + weightOf(key), 0),
    context: new Set(context.filter((key) => !common.has(key))),
  };
}

export function likenessOf(one: Gist, other: Gist): Likeness {
  const ones = sharedWeight(one, other);
  const others = sharedWeight(other, one);
  const similarity = (part(ones, one.titleWeight) + part(others, other.titleWeight)) / 2;
  return { similarity, evidence: Math.min(ones, others) };
}

/** What of either title stands in the other message. */
export function sharedBy(one: Gist, other: Gist): ReadonlySet<string> {
  const ones = one.title.filter((key) => other.context.has(key));
  return new Set([...ones, ...other.title.filter((key) => one.context.has(key))]);
}

function sharedWeight({ title }: Gist, { context }: Gist): number {
  let weight = 0;
  for (const key of title) if (context.has(key)) weight += weightOf(key);
  return weight;
}

function weightOf(key: string): number {
  return everydayMatters.has(key) ? EVERYDAY_WEIGHT : 1;
}

function part(shared: number, all: number): number {
  return all === 0 ? 0 : shared / all;
}
