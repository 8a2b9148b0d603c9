/**
 * Searching: what fits a few words best, with the passage that fits. Pairs of characters find every name; that 市长 does not count in
 * 城市长期 is looked at in the best of them, where words are cut (docs: Manning, Raghavan, Schütze, ch. 2.2.4 on Chinese).
 */
import { countsOf, pairsIn } from '../text/pairs.ts';
import { evenOut, wordsIn } from '../text/segment.ts';
import { type Mark, marked, passageOf, type Telling } from './passage.ts';
import type { FoundKind, SearchRow } from './search-row.ts';
import type { Card, Shelf } from './shelf.ts';
import type { Scores } from './term-index.ts';

export interface Question {
  readonly text: string;
  readonly kinds: readonly FoundKind[];
  /** Any of these; all when it is left out. */
  readonly columns?: readonly string[] | undefined;
  /** Published or answered in [from, to). */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly skip: number;
  readonly limit: number;
}

export interface Hit {
  readonly row: SearchRow;
  readonly title: readonly Mark[];
  readonly passage: readonly Mark[];
}

export interface Found {
  readonly hits: readonly Hit[];
  readonly total: number;
  /** Nothing has all of the words: these have some. */
  readonly isLoose: boolean;
}

/** Share of the question's weight that a document must have; a long question is a sentence, and nobody writes it the same. */
const MOST_OF_IT = 0.75;
const HALF_OF_IT = 0.5;
const SOME_OF_IT = 0.34;
const LONG = 12;
/** So many of the best are looked at closely. */
const CLOSELY = 40;
const WEIGHTS = { title: 4, body: 1, answer: 1 };
/** A single character is looked up as the pairs it begins. */
const MOST_EXPANDED = 40;

export async function find(shelf: Shelf, question: Question): Promise<Found> {
  await shelf.catchUp();
  const terms = termsOf(shelf, question.text);
  if (terms.size === 0) return { hits: [], total: 0, isLoose: false };
  const scores = shelf.index.score(terms, WEIGHTS, pairsBetweenWords(question.text, terms));
  const fits = slotsThat(shelf, scores, (card) => isMeant(card, question));
  const least = terms.size > LONG ? HALF_OF_IT : MOST_OF_IT;
  const isSingle = [...evenOut(question.text.trim())].length === 1;
  const close = isSingle ? fits : fits.filter((slot) => (scores.covered[slot] ?? 0) >= least);
  const isLoose = close.length === 0;
  const meant = isLoose ? fits.filter((slot) => (scores.covered[slot] ?? 0) >= SOME_OF_IT) : close;
  meant.sort((one, other) => (scores.score[other] ?? 0) - (scores.score[one] ?? 0) || other - one);
  const hits = await look(shelf, { question, terms, slots: meant, scores });
  return { hits, total: meant.length, isLoose: isLoose && meant.length > 0 };
}

function termsOf({ index }: Shelf, text: string): ReadonlyMap<string, number> {
  const terms = countsOf(pairsIn(text));
  const characters = [...evenOut(text.trim())];
  if (terms.size > 0 || characters.length !== 1) return terms;
  return countsOf(index.termsWith(characters[0] ?? '', MOST_EXPANDED));
}

/** Pairs that only come about where two words meet, such as 桥通 in 大桥通车: other texts have something in between. */
function pairsBetweenWords(text: string, terms: ReadonlyMap<string, number>): ReadonlySet<string> {
  const words = wordsIn(text);
  const inside = new Set(words.flatMap((word) => pairsIn(word)));
  const between = words.flatMap((word, i) => {
    const next = words[i + 1] ?? '';
    const isPair = word.length > 1 && next.length > 1;
    return isPair ? [`${word.at(-1)}${next.at(0)}`] : [];
  });
  return new Set(between.filter((pair) => terms.has(pair) && !inside.has(pair)));
}

function slotsThat(shelf: Shelf, { score }: Scores, fits: (card: Card) => boolean): number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < score.length; slot++) {
    if (score[slot] === 0) continue;
    const card = shelf.card(slot);
    if (card && fits(card)) slots.push(slot);
  }
  return slots;
}

function isMeant({ kind, column, at }: Card, { kinds, columns, from, to }: Question): boolean {
  if (!kinds.includes(kind) || (columns !== undefined && !columns.includes(column ?? ''))) return false;
  return (from === undefined || at >= from) && (to === undefined || at < to);
}

interface Looking {
  readonly question: Question;
  readonly terms: ReadonlyMap<string, number>;
  /** Best first. */
  readonly slots: readonly number[];
  readonly scores: Scores;
}

/** The hits of the page asked for; the first of all are put in order by words. */
async function look(shelf: Shelf, { question, terms, slots, scores }: Looking): Promise<readonly Hit[]> {
  const { skip, limit, text } = question;
  const telling = new Map([...terms.keys()].map((term) => [term, shelf.index.weightOf(term)]));
  const idsOf = (some: readonly number[]) => some.flatMap((slot) => shelf.index.idAt(slot) ?? []);
  const scoreOf = ({ _id }: SearchRow) => scores.score[shelf.index.slotOf(_id) ?? -1] ?? 0;
  const best = skip < CLOSELY ? await shelf.rowsOf(idsOf(slots.slice(0, CLOSELY))) : [];
  const words = [...new Set(wordsIn(text))].filter((word) => word.length > 1);
  const ranked = best
    .map((row) => ({ hit: toHit(row, telling), score: scoreOf(row) }))
    .map(({ hit, score }) => ({ hit, score: score * closeness(hit, text, words) }))
    .sort((one, other) => other.score - one.score)
    .map(({ hit }) => hit);
  const later = slots.slice(Math.max(CLOSELY, skip), skip + limit);
  const rest = later.length > 0 ? await shelf.rowsOf(idsOf(later)) : [];
  return [...ranked.slice(skip, skip + limit), ...rest.map((row) => toHit(row, telling))];
}

function toHit(row: SearchRow, telling: Telling): Hit {
  const passage = passageOf(row.answer === '' ? row.body : bestOf(row, telling), telling);
  return { row, title: marked(row.title, telling), passage };
}

/** Of an answer, the words of the office rather than the question, where they hit at all. */
function bestOf({ body, answer }: SearchRow, telling: Telling): string {
  return passageOf(answer, telling).some(({ hit }) => hit) ? answer : body;
}

/** Between 0.2 and 1.5: whether the words stand there as words, and whether the title says it as it was asked. */
function closeness({ row, title, passage }: Hit, text: string, words: readonly string[]): number {
  const asked = evenOut(text.trim());
  const said = evenOut(row.title).includes(asked) ? 1.5 : 1;
  if (words.length === 0) return said;
  const shown = new Set(wordsIn([...title, ...passage].map((mark) => mark.text).join('')));
  const isThere = (word: string) => shown.has(word) || [...shown].some((longer) => longer.includes(word));
  return said * (0.2 + (0.8 * words.filter(isThere).length) / words.length);
}
