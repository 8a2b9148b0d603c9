/** A message made ready to be compared: its keys with their weights. Pure. */
import type { Keys } from './keys-of.ts';
import type { Vocabulary, Weight } from './vocabulary.ts';

export interface Gist {
  readonly keys: Keys;
  readonly title: ReadonlyMap<string, Weight>;
  /** Of title and text. */
  readonly all: ReadonlyMap<string, Weight>;
  /** The keys that tell most, as a vector of length 1; the title counts twice as much as the text. */
  readonly vector: ReadonlyMap<string, number>;
}

const NOTHING: Weight = { weight: 0, nameness: 0, isPlain: false };
const VECTOR_KEYS = 40;
const TEXT_SHARE = 0.5;

export function gistOf(keys: Keys, vocabulary: Vocabulary): Gist {
  const names = new Set(keys.names);
  const inTitle = new Set(keys.title);
  const inText = new Set(keys.text);
  const all = new Map([...inText, ...inTitle].map((key) => [key, vocabulary.weigh(key, names.has(key))]));
  const title = new Map([...inTitle].map((key) => [key, all.get(key) ?? NOTHING]));
  const share = (key: string) => (inTitle.has(key) ? 1 : 0) + (inText.has(key) ? TEXT_SHARE : 0);
  const telling = [...all].map(([key, { weight }]) => [key, weight * share(key)] as const);
  const most = telling.toSorted((a, b) => b[1] - a[1]).slice(0, VECTOR_KEYS);
  const length = Math.hypot(...most.map(([, weight]) => weight)) || 1;
  return { keys, title, all, vector: new Map(most.map(([key, weight]) => [key, weight / length])) };
}

/** The keys of the text that tell most are kept, the others are noise. */
const KEPT_TEXT_KEYS = 48;

/** As it is kept in the topic, as one of its samples. */
export function toSample({ keys, all }: Gist): Keys {
  const byWeight = (a: string, b: string) => (all.get(b)?.weight ?? 0) - (all.get(a)?.weight ?? 0);
  const text = keys.text.toSorted(byWeight).slice(0, KEPT_TEXT_KEYS);
  const kept = new Set([...keys.title, ...text]);
  return { title: keys.title, text, names: keys.names.filter((name) => kept.has(name)) };
}
