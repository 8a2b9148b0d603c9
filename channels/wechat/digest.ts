/** The two lines under an article's title in a follower's list, cut from the text so that they always fit. Length: limits.ts. */
import { CUT_DIGEST } from './limits.ts';

const LEAST = 20; // a shorter first sentence ("通知：") says nothing

/** The summary as it is, or the beginning of the text where there is none: cut at the end of a sentence, else with an ellipsis. */
export function toDigest(summary: string, text: string): string {
  const given = summary.replace(/\s+/g, ' ').trim();
  if (given !== '') return given;
  const source = text.replace(/\s+/g, ' ').trim();
  const characters = [...source];
  if (characters.length <= CUT_DIGEST) return source;
  const head = characters.slice(0, CUT_DIGEST);
  const end = head.findLastIndex((character) => /[。！？；!?;]/.test(character)) + 1;
  return end >= LEAST ? head.slice(0, end).join('') : `${head.slice(0, CUT_DIGEST - 1).join('')}…`;
}
