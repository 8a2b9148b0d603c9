/** The part of a text that fits a question best, with the hits marked. Pure; no HTML: whoever shows it marks hits in his own way. */
import { evenOut } from '../text/segment.ts';

export interface Mark {
  readonly text: string;
  readonly hit: boolean;
}

/** Term → how telling it is; all as terms of pairs.ts. */
export type Telling = ReadonlyMap<string, number>;

const LENGTH = 96;
/** A passage begins at a sentence where one begins within so many characters before the first hit. */
const LEAD = 24;

/** At most 96 characters around the densest hits; the beginning of the text where nothing hits. */
export function passageOf(text: string, terms: Telling): readonly Mark[] {
  const flat = text.replace(/\s+/g, ' ').trim();
  const hits = hitsIn(flat, terms);
  const from = startOf(flat, hits);
  const to = Math.min(flat.length, from + LENGTH);
  const marks = marksIn(flat, hits, { from, to });
  return [
    ...(from > 0 ? [{ text: '…', hit: false }] : []),
    ...marks,
    ...(to < flat.length ? [{ text: '…', hit: false }] : []),
  ];
}

/** All of a short text, such as a title, with its hits. */
export function marked(text: string, terms: Telling): readonly Mark[] {
  return marksIn(text, hitsIn(text, terms), { from: 0, to: text.length });
}

interface Hit {
  readonly at: number;
  readonly term: string;
  readonly weight: number;
}

function hitsIn(text: string, terms: Telling): readonly Hit[] {
  const even = sameLength(text);
  const hits: Hit[] = [];
  for (const [term, weight] of terms) {
    for (let at = even.indexOf(term); at >= 0; at = even.indexOf(term, at + 1)) hits.push({ at, term, weight });
  }
  return hits.sort((a, b) => a.at - b.at);
}

/** Evened out character by character, so that every place is the same in both. */
function sameLength(text: string): string {
  const even = evenOut(text);
  if (even.length === text.length) return even;
  return [...text]
    .map((character) => {
      const one = evenOut(character);
      return one.length === character.length ? one : character;
    })
    .join('');
}

/** Where the window with the most telling terms begins, each counted once in it. */
function startOf(text: string, hits: readonly Hit[]): number {
  let best = { weight: 0, at: 0 };
  for (const [i, { at }] of hits.entries()) {
    const inside = new Map<string, number>();
    for (let j = i; j < hits.length; j++) {
      const hit = hits[j];
      if (!hit || hit.at + hit.term.length > at + LENGTH - LEAD) break;
      inside.set(hit.term, hit.weight);
    }
    const weight = [...inside.values()].reduce((sum, one) => sum + one, 0);
    if (weight > best.weight * 1.001) best = { weight, at };
  }
  if (best.at <= LEAD) return 0;
  const before = text.slice(best.at - LEAD, best.at);
  const sentence = Math.max(...[...'。！？；，：'].map((mark) => before.lastIndexOf(mark)));
  return sentence < 0 ? best.at - LEAD / 2 : best.at - LEAD + sentence + 1;
}

function marksIn(text: string, hits: readonly Hit[], { from, to }: { from: number; to: number }): readonly Mark[] {
  const isHit = new Uint8Array(to - from);
  for (const { at, term } of hits) {
    for (let i = Math.max(at, from); i < Math.min(at + term.length, to); i++) isHit[i - from] = 1;
  }
  const marks: Mark[] = [];
  for (let i = from; i < to; ) {
    let end = i + 1;
    while (end < to && isHit[end - from] === isHit[i - from]) end++;
    marks.push({ text: text.slice(i, end), hit: isHit[i - from] === 1 });
    i = end;
  }
  return marks;
}
