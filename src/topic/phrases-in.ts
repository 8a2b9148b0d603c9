/** What two messages share, put together again into words a person can read: 伊景园滨河苑、车位、捆绑. Pure. */
import { BREAK } from './cut-up.ts';
import { pairKey, type Words, wordKey } from './keys-of.ts';
import type { Lexicon } from './lexicon.ts';

const MOST = 6;

/** From the title; where that says little, from the text as well. */
export function phrasesIn({ title, text }: Words, shared: ReadonlySet<string>, lexicon: Lexicon): readonly string[] {
  const ofTitle = runsIn(title, shared, lexicon);
  const all = ofTitle.length > 2 ? ofTitle : [...ofTitle, ...runsIn(text, shared, lexicon)];
  const each = [...new Set(all)];
  return each.filter((one) => !each.some((other) => other !== one && other.includes(one))).slice(0, MOST);
}

/** Words that are shared, joined where the pair between them is; an own word of the county stays whole. */
function runsIn(words: readonly string[], shared: ReadonlySet<string>, lexicon: Lexicon): readonly string[] {
  const runs: string[] = [];
  let run = '';
  for (let at = 0; at < words.length; ) {
    const own = lexicon.wordAt(words, at);
    const until = at + (own?.parts ?? 1);
    const isWhole = own !== null && isMostlyShared(words.slice(at, until), shared);
    for (; at < until; at++) {
      const [word = BREAK, next] = [words[at], words[at + 1]];
      const isLinked = shared.has(pairKey(word, next) ?? '') || (isWhole && at + 1 < until);
      if (run === '' && !isLinked && !isWhole && !shared.has(wordKey(word) ?? '')) continue;
      run += word;
      if (isLinked) continue;
      if (run.length > 1) runs.push(run);
      run = '';
    }
  }
  return runs;
}

function isMostlyShared(words: readonly string[], shared: ReadonlySet<string>): boolean {
  const keys = words.flatMap((word, at) => [wordKey(word), pairKey(word, words[at + 1])].filter((key) => key !== null));
  return keys.filter((key) => shared.has(key)).length * 2 > keys.length;
}
