/**
 * What was answered before to messages like this one, and what was published on it. A message is long and wanders, so what it asks is
 * looked for in four ways that each have a part: in all of an earlier question and answer, in the answer alone, in the title
 * alone, and by whether that answer says anything at all. How the parts were found, and what they are worth beside a
 * plain search, is measured by test/bench/suggestions.
 */
import { countsOf, pairsIn } from '../text/pairs.ts';
import type { FoundKind } from './search-row.ts';
import type { Card, Shelf } from './shelf.ts';
import type { Weights } from './term-index.ts';

export interface Asked {
  readonly title: string;
  readonly text: string;
  /** Only what was answered or published before. */
  readonly before: Date;
  /** Topics whose own answers are no news. */
  readonly exceptTopics: ReadonlySet<string>;
}

export interface Suggested {
  readonly id: string;
  readonly score: number;
}

const EVERYWHERE: Weights = { title: 1, body: 1, answer: 1 };
const ANSWER_ONLY: Weights = { title: 0, body: 0, answer: 1 };
const TITLE_ONLY: Weights = { title: 1, body: 0, answer: 0 };
/** Of a release the title says more; it has no answer. */
const RELEASE: Weights = { title: 2, body: 1, answer: 0 };
/** An answer of so many characters that say something is worth half of a long one. */
const HALF_SUBSTANCE = 80;
/** Characters of a message: what it asks stands in front. */
const MOST_ASKED = 2_000;

/** The `most` best of a kind, best first. Pure but for what the shelf has. */
export function suggest(
  shelf: Pick<Shelf, 'index' | 'card'>,
  asked: Asked,
  kind: FoundKind,
  most: number,
): Suggested[] {
  const terms = countsOf(pairsIn(`${asked.title}。${asked.text.slice(0, MOST_ASKED)}`));
  const isMeant = ({ kind: its, at, topic }: Card) =>
    its === kind && at < asked.before && (topic === null || !asked.exceptTopics.has(topic));
  const slots: number[] = [];
  const everywhere = shelf.index.score(terms, kind === 'release' ? RELEASE : EVERYWHERE).score;
  for (let slot = 0; slot < everywhere.length; slot++) {
    const card = everywhere[slot] === 0 ? null : shelf.card(slot);
    if (card && isMeant(card)) slots.push(slot);
  }
  const parts = [evened(everywhere, slots), ...(kind === 'answer' ? answerParts(shelf, terms, slots) : [])];
  return slots
    .map((slot) => ({ id: shelf.index.idAt(slot) ?? '', score: parts.reduce((sum, part) => sum + part(slot), 0) }))
    .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
    .slice(0, most);
}

type Part = (slot: number) => number;

function answerParts(
  shelf: Pick<Shelf, 'index' | 'card'>,
  terms: ReadonlyMap<string, number>,
  slots: readonly number[],
): readonly Part[] {
  const substance: Part = (slot) => {
    const length = shelf.card(slot)?.substance ?? 0;
    return length / (length + HALF_SUBSTANCE);
  };
  const scored = (weights: Weights) => evened(shelf.index.score(terms, weights).score, slots);
  return [scored(ANSWER_ONLY), scored(TITLE_ONLY), substance];
}

/** Scores between 0 and 1, 1 for the best of those meant: so that parts can be added. */
function evened(score: Float64Array, slots: readonly number[]): Part {
  let best = 0;
  for (const slot of slots) best = Math.max(best, score[slot] ?? 0);
  return (slot) => (best === 0 ? 0 : (score[slot] ?? 0) / best);
}
