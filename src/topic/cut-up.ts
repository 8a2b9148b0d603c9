/** A text as the words it is cut into, with a break wherever something ends: names and neighbours never reach across one. Pure. */
import { evenOut, wordsIn } from '../text/segment.ts';

/** Stands between words that are not neighbours. */
export const BREAK = '';

/** What stands around a name rather than in it; the dictionary would else cut 小|区内. */
const AROUND = /小区|社区|业主|街道/g;
/** Places written as letters, as data published for research has them (A7县): where somebody lives tells no matter from another. */
const CODED_PLACE = /^[a-z]\d{0,3}[市县区]$/;
const PARTS = /([a-z]\d{0,3}[市县区])|[^\p{Script=Han}a-z0-9]+/u;

export function cutUp(text: string): readonly string[] {
  const words: string[] = [];
  for (const part of evenOut(text).replace(AROUND, ' $& ').split(PARTS)) {
    if (!part) continue;
    if (!CODED_PLACE.test(part)) words.push(...wordsIn(part));
    words.push(BREAK);
  }
  return words;
}

/** Whether there is a character above those of numbers and letters in it. */
export function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}
