/** A plain bigram search: BM25 over the pairs of characters of question and answer as one text, with the whole message as query. */
import { countsOf, pairsIn } from '../../../src/text/pairs.ts';
import type { Answered } from './answered.ts';

const K1 = 1.2;
const B = 0.75;

/** Scores every message's answer for a message. */
export function plainSearch(messages: readonly Answered[]): (message: Answered) => Float64Array {
  const documents = messages.map(({ title, text, reply }) => pairsIn(`${title} ${text} ${reply}`));
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  const postings = new Map<string, { readonly at: number; readonly times: number }[]>();
  for (const [at, terms] of documents.entries()) {
    for (const [term, times] of countsOf(terms)) {
      const list = postings.get(term);
      if (list) list.push({ at, times });
      else postings.set(term, [{ at, times }]);
    }
  }
  return ({ title, text }) => {
    const scores = new Float64Array(documents.length);
    for (const [term, asked] of countsOf(pairsIn(`${title} ${text}`))) {
      const list = postings.get(term) ?? [];
      const weight = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
      for (const { at, times } of list) {
        const length = (documents[at]?.length ?? 0) / average;
        scores[at] = (scores[at] ?? 0) + (asked * weight * times * (K1 + 1)) / (times + K1 * (1 - B + B * length));
      }
    }
    return scores;
  };
}
