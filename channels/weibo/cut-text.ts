/**
 * Shortens words to a room, whole characters and whole links only: half an emoji or half an address is worse than none.
 */
import { ANY_LINK } from './without-links.ts';

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** `words` if they fit, else the longest beginning that fits with an ellipsis, or '' when not even one character does. */
export function cutText(words: string, fits: (text: string) => boolean): string {
  if (fits(words)) return words;
  const atoms = toAtoms(words);
  // Halving finds the longest beginning: a longer one never counts less.
  let low = 0;
  let high = atoms.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(ellipsis(atoms.slice(0, middle)))) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : ellipsis(atoms.slice(0, low));
}

function toAtoms(words: string): readonly string[] {
  const atoms: string[] = [];
  let from = 0;
  for (const link of words.matchAll(ANY_LINK)) {
    atoms.push(...characters(words.slice(from, link.index)), link[0]);
    from = link.index + link[0].length;
  }
  return [...atoms, ...characters(words.slice(from))];
}

function characters(text: string): readonly string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

function ellipsis(atoms: readonly string[]): string {
  const text = atoms.join('').trimEnd();
  return text === '' ? '' : `${text.replace(/[，、；：]$/, '')}…`;
}
