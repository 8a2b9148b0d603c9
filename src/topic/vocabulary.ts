/**
 * How much a key tells, learnt from the messages themselves: what few say tells one matter from another, what everybody says (the
 * county's own name) nothing. Names weigh more than what is complained about. Bounded: when it grows too large all counts are halved,
 * so the past fades. How it is kept is in county-words.ts.
 */
import { BREAK } from './cut-up.ts';
import { factsOf, type PairFacts, type WordFacts } from './key-facts.ts';
import { type Keys, keysOf, type Words } from './keys-of.ts';
import { Lexicon } from './lexicon.ts';

export interface Weight {
  readonly weight: number;
  /** How much of it is a name's, from 0 to 1; the rest is the matter's. */
  readonly nameness: number;
  /** A word of the language that is nobody's name: what happens, not where. */
  readonly isPlain: boolean;
}

/** Chinese at large counts like so many messages: what a young county has not heard yet is not rare. */
const AT_LARGE = 300;
/** Rarity of a pair, and of a word the dictionary has not. */
const PAIR_RARITY = 14;
const UNKNOWN_RARITY = 12;
/** A pair inside a name is half of it. */
const PAIR_SHARE = 0.7;
const OWN_NAME = 1.4;
/** A word nobody else has said yet may be a mere turn of phrase. */
const UNHEARD = 0.5;
/** No word of the matter tells more than this, however rare. */
const MATTER_MOST = 4.5;
const LEAST = 0.05;
const MOST_KEYS = 200_000;
/** Words behind these are told, not named. */
const LEARN_LENGTH = 150;

export class Vocabulary {
  readonly lexicon = new Lexicon();
  readonly counts = new Map<string, number>();
  messages = 0;

  /** Takes note of one message, and answers its keys as they are known then. */
  learn(words: Words): Keys {
    this.lexicon.learn([...words.title, BREAK, ...beginningOf(words.text)]);
    const keys = keysOf(words, this.lexicon);
    this.messages += 1;
    for (const key of new Set([...keys.title, ...keys.text])) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    if (this.counts.size > MOST_KEYS) this.#fade();
    return keys;
  }

  weigh(key: string, isOwnName: boolean): Weight {
    const count = this.counts.get(key) ?? 0;
    const facts = factsOf(key);
    return facts.isPair ? this.#weighPair(facts, count, isOwnName) : this.#weighWord(facts, count, isOwnName);
  }

  /** How many messages have said it, as far as remembered. */
  countOf(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  #weighWord({ rarity, nameness, isPlain }: WordFacts, count: number, isOwnName: boolean): Weight {
    const tells = this.#tell(count, rarity ?? UNKNOWN_RARITY);
    if (isOwnName) return { weight: tells * OWN_NAME, nameness: 1, isPlain: false };
    const isUnheard = count < 3 && rarity !== null && nameness === 0;
    return { weight: Math.min(tells, MATTER_MOST) * (isUnheard ? UNHEARD : 1), nameness, isPlain };
  }

  #weighPair({ endsInKind }: PairFacts, count: number, isOwnName: boolean): Weight {
    const tells = this.#tell(count, PAIR_RARITY) * PAIR_SHARE;
    const isPlain = false;
    if (isOwnName) return { weight: tells * OWN_NAME, nameness: 1, isPlain };
    if (endsInKind) return { weight: tells, nameness: 0.7, isPlain };
    return count < 2 ? { weight: tells * UNHEARD, nameness: 0.3, isPlain } : { weight: tells, nameness: 0.5, isPlain };
  }

  #tell(count: number, rarity: number): number {
    const said = count + 0.5 + AT_LARGE * Math.exp(-rarity);
    return Math.max(LEAST, Math.log((this.messages + AT_LARGE) / said));
  }

  #fade(): void {
    this.messages = Math.ceil(this.messages / 2);
    for (const [key, count] of this.counts) {
      if (count < 2) this.counts.delete(key);
      else this.counts.set(key, Math.floor(count / 2));
    }
  }
}

function beginningOf(words: readonly string[]): readonly string[] {
  let length = 0;
  const end = words.findIndex((word) => {
    length += word.length || 1;
    return length > LEARN_LENGTH;
  });
  return end < 0 ? words : words.slice(0, end);
}
