/** Why an earlier answer is suggested, in words a moderator can check: what both speak of. */
import { pairsIn } from '../text/pairs.ts';
import { evenOut, wordsIn } from '../text/segment.ts';
import type { TermIndex } from './term-index.ts';

/** What a message and a document have in common, in words, the most telling first: for “同提：…”. */
export function sharedWords(index: TermIndex, asked: string, said: string): readonly string[] {
  const document = evenOut(said);
  const there = new Set(wordsIn(document));
  const phrases = new Map<string, number>();
  let run = '';
  const close = () => {
    const weight = tellingOf(index, run);
    if (weight > 0 && document.includes(run)) phrases.set(run, weight);
    run = '';
  };
  for (const word of wordsIn(asked)) {
    if (there.has(word) && document.includes(run + word)) run += word;
    else {
      close();
      if (there.has(word)) run = word;
    }
  }
  close();
  return tidied(phrases);
}

/** Words in more than a tenth of all documents tell nothing. */
const TELLING = Math.log(10);
const MOST_WORDS = 4;

function tellingOf(index: TermIndex, phrase: string): number {
  const weights = pairsIn(phrase).map((pair) => index.weightOf(pair));
  const most = Math.max(0, ...weights);
  return index.size > 50 && most < TELLING ? 0 : most;
}

function tidied(phrases: ReadonlyMap<string, number>): readonly string[] {
  const kept: string[] = [];
  for (const [phrase] of [...phrases].sort(([, one], [, other]) => other - one)) {
    if (kept.length === MOST_WORDS) break;
    if (!kept.some((longer) => longer.includes(phrase) || phrase.includes(longer))) kept.push(phrase);
  }
  return kept;
}
