/**
 * Chinese text cut into words, by jieba and its dictionary. Loaded at the first use (0.3 s, about 70 MB): what never cuts a text never
 * pays for it. Guessing unknown words (HMM) is off: it invents words out of names, and differently in every sentence.
 */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let loaded: Jieba | null = null;

function jieba(): Jieba {
  loaded ??= Jieba.withDict(dict);
  return loaded;
}

/** Written alike: full-width as half-width, capitals as small letters. */
export function evenOut(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Words in their order, without marks and blanks. */
export function wordsIn(text: string): readonly string[] {
  return jieba()
    .cut(evenOut(text), false)
    .filter((word) => /[\p{Letter}\p{Number}]/u.test(word));
}

/** As wordsIn, and behind a long word also the words inside it: what somebody may look for. */
export function searchWordsIn(text: string): readonly string[] {
  return jieba()
    .cutForSearch(evenOut(text), false)
    .filter((word) => /[\p{Letter}\p{Number}]/u.test(word));
}

/** Makes words known that no dictionary has: places, estates, projects of the county. They stay known until the process ends. */
export function learnWords(words: readonly string[]): void {
  // More frequent than anything beside it: a name is cut whole wherever it stands.
  const lines = words.map((word) => `${evenOut(word)} 100000`);
  if (lines.length > 0) jieba().loadDict(Buffer.from(`${lines.join('\n')}\n`));
}
