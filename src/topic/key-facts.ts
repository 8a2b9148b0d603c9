/** What a key is by itself, whatever the messages say: asked for many times with each message, so worked out once. Pure. */
import { isNamed, rarityOf } from '../text/word-facts.ts';
import { PAIR } from './keys-of.ts';
import { isKind, namenessOf } from './name-words.ts';

export interface WordFacts {
  /** Null: the dictionary has not seen it. */
  readonly rarity: number | null;
  readonly nameness: number;
  /** A word of the language that is nobody's name. */
  readonly isPlain: boolean;
  readonly isPair: false;
}

export interface PairFacts {
  readonly isPair: true;
  /** Its second word is a kind of place or organisation. */
  readonly endsInKind: boolean;
}

export type KeyFacts = WordFacts | PairFacts;

/** Some 20 MB; then it is filled anew. */
const MOST = 200_000;

const known = new Map<string, KeyFacts>();

export function factsOf(key: string): KeyFacts {
  const kept = known.get(key);
  if (kept) return kept;
  if (known.size >= MOST) known.clear();
  const facts = workOut(key);
  known.set(key, facts);
  return facts;
}

function workOut(key: string): KeyFacts {
  const [word = '', second] = key.split(PAIR);
  if (second !== undefined) return { isPair: true, endsInKind: isKind(second) };
  const rarity = rarityOf(word);
  return { isPair: false, rarity, nameness: namenessOf(word), isPlain: rarity !== null && !isNamed(word) };
}
