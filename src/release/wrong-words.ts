/** Words that are often wrong, and how they are right: config/wrong-words.json. A county adds the names of its own. */
import { z } from 'zod';
import list from '../../config/wrong-words.json' with { type: 'json' };

const wordSchema = z.strictObject({
  wrong: z.string().min(2),
  right: z.string().min(1),
  why: z.string().min(1),
  /** Longer words in which it stands rightly. */
  unless: z.array(z.string().min(2)).optional(),
});

export type WrongWord = Readonly<z.infer<typeof wordSchema>>;

/** Throws when a pair is incomplete, stands twice, or the right word holds the wrong one and would be found for ever. */
export function readWrongWords(raw: unknown): readonly WrongWord[] {
  const words = z.array(wordSchema).parse(raw);
  for (const [at, { wrong, right }] of words.entries()) {
    if (words.findIndex((other) => other.wrong === wrong) < at)
      throw new Error(`wrong-words.json: ${wrong} stands twice`);
    if (right.includes(wrong)) throw new Error(`wrong-words.json: ${right} holds ${wrong}`);
  }
  return words;
}

export const wrongWords = readWrongWords(list);

/** The wrong words in a text, each once. Pure. */
export function findWrongWords(text: string, words: readonly WrongWord[]): readonly WrongWord[] {
  return words.filter(({ wrong, unless = [] }) => {
    if (!text.includes(wrong)) return false;
    return unless.reduce((rest, word) => rest.replaceAll(word, ' '), text).includes(wrong);
  });
}
