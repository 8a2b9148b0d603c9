/**
 * What a message is about, as keys that can be compared: words, and pairs of neighbouring words of which one is odd, since names are
 * made of such (丽+发, 发+新城). So a name is found before anybody knows it, and in all its spellings. Pure. How keys are weighed is
 * in vocabulary.ts.
 */
import type { Signal } from '../signal/signal.ts';
import { isFiller } from './common-words.ts';
import { BREAK, cutUp, isNumber } from './cut-up.ts';
import { Lexicon } from './lexicon.ts';
import { isKind, isOdd } from './name-words.ts';

export interface Keys {
  /** Of the title, or of the first words where there is none. */
  readonly title: readonly string[];
  /** Of the beginning of the text. */
  readonly text: readonly string[];
  /** Those that stand inside a name of the county's own (lexicon.ts). */
  readonly names: readonly string[];
}

/** What a topic keeps of one of its signals. */
export interface Sample extends Keys {
  /** Id of the signal; absent in older records. */
  readonly of?: string;
}

type Written = Pick<Signal, 'title' | 'text'>;

/** What a message is about stands in its first lines; later ones tell of other things too. */
const TEXT_LENGTH = 400;
/** A comment has no title: its first sentence or so stands in for one. */
const TITLE_LENGTH = 40;

export const PAIR = '+';

/** A message cut into words. */
export interface Words {
  readonly title: readonly string[];
  readonly text: readonly string[];
}

export function wordsOf({ title, text }: Written): Words {
  const body = text.trim();
  return { title: cutUp(title ?? body.slice(0, TITLE_LENGTH)), text: cutUp(body.slice(0, TEXT_LENGTH)) };
}

export function keysOf({ title, text }: Words, lexicon: Lexicon): Keys {
  const ofTitle = keysIn(title, lexicon);
  const ofText = keysIn(text, lexicon);
  return { title: [...ofTitle.keys], text: [...ofText.keys], names: [...new Set([...ofTitle.names, ...ofText.names])] };
}

/** Without any own words of the county. */
export function plainKeysOf(written: Written): Keys {
  return keysOf(wordsOf(written), new Lexicon());
}

interface Found {
  readonly keys: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

function keysIn(words: readonly string[], lexicon: Lexicon): Found {
  const keys = new Set<string>();
  const names = new Set<string>();
  for (let from = 0; from < words.length; ) {
    const own = lexicon.wordAt(words, from);
    const until = from + (own?.parts ?? 1);
    for (let at = from; at < until; at++) {
      const [word, pair] = [wordKey(words[at]), pairKey(words[at], words[at + 1])];
      if (word) keys.add(word);
      if (pair) keys.add(pair);
      if (own?.kind !== 'name') continue;
      if (word) names.add(word);
      if (pair && at + 1 < until) names.add(pair);
    }
    from = until;
  }
  return { keys, names };
}

export function wordKey(word = BREAK): string | null {
  return word.length > 1 && !isNumber(word) && !isFiller(word) ? word : null;
}

/** 12万, 3月: how much, not what. */
const UNITS = /^[万元月日年点米个次号人名天多亿户岁时分块平期栋]/;

export function pairKey(word = BREAK, next = BREAK): string | null {
  if (word === BREAK || next === BREAK || isFiller(word) || isFiller(next)) return null;
  if (isNumber(word) && UNITS.test(next)) return null;
  const makesName = isOdd(word) || isOdd(next) || (isKind(next) && !isKind(word));
  return makesName ? word + PAIR + next : null;
}
