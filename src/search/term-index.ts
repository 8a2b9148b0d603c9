/**
 * Which documents a question fits, in memory: pairs of characters → documents, ranked by BM25 over three fields (BM25F: Robertson,
 * Zaragoza, Taylor 2004). Knows nothing of the store; what is in it and how it is kept in step is shelf.ts.
 */
import { pairsIn } from '../text/pairs.ts';
import { countsIn, listOf, movedTo, type Postings, packed, sizeOf, slotOf, withPosting } from './postings.ts';

/** What is found by its words. A release has no answer, of an answer the body is the question. */
export interface Written {
  readonly title: string;
  readonly body: string;
  readonly answer: string;
}

/** What a hit in each field is worth. */
export interface Weights {
  readonly title: number;
  readonly body: number;
  readonly answer: number;
}

export interface Scores {
  /** By slot; 0 for what has none of the terms. */
  readonly score: Float64Array;
  /** By slot: how much of the question's weight it covers, 0 to 1. */
  readonly covered: Float64Array;
}

const K1 = 1.2;
const B = 0.75;
/** Slots of documents taken out are used up; beyond this share of them the lists are made anew. */
const MOST_DEAD = 0.25;

export class TermIndex {
  #terms = new Map<string, Postings>();
  /** Lengths in terms: title, body, answer of slot 0, of slot 1, … */
  #lengths: number[] = [];
  #ids: (string | null)[] = [];
  #slotOf = new Map<string, number>();
  readonly #total = [0, 0, 0];

  get size(): number {
    return this.#slotOf.size;
  }

  /** Null for a slot whose document was taken out. */
  idAt(slot: number): string | null {
    return this.#ids[slot] ?? null;
  }

  slotOf(id: string): number | null {
    return this.#slotOf.get(id) ?? null;
  }

  /** Puts a document in, in the place of an earlier one of this id. */
  put(id: string, { title, body, answer }: Written): void {
    this.remove(id);
    const slot = this.#ids.length;
    this.#ids.push(id);
    this.#slotOf.set(id, slot);
    const counts = new Map<string, [number, number, number]>();
    for (const [field, text] of [title, body, answer].entries()) {
      const terms = pairsIn(text);
      this.#lengths.push(terms.length);
      this.#total[field] = (this.#total[field] ?? 0) + terms.length;
      for (const term of terms) {
        const count = counts.get(term) ?? [0, 0, 0];
        count[field] = (count[field] ?? 0) + 1;
        counts.set(term, count);
      }
    }
    for (const [term, count] of counts) {
      const before = this.#terms.get(term);
      const after = withPosting(before, packed(slot, count));
      if (after !== before) this.#terms.set(term, after);
    }
  }

  remove(id: string): void {
    const slot = this.#slotOf.get(id);
    if (slot === undefined) return;
    this.#slotOf.delete(id);
    this.#ids[slot] = null;
    for (const field of [0, 1, 2])
      this.#total[field] = (this.#total[field] ?? 0) - (this.#lengths[3 * slot + field] ?? 0);
    if (this.#ids.length - this.size > 1000 && this.#ids.length * MOST_DEAD < this.#ids.length - this.size)
      this.#tidy();
  }

  /** How telling a term is; 0 for one that stands nowhere. */
  weightOf(term: string): number {
    const postings = this.#terms.get(term);
    if (postings === undefined) return 0;
    const having = sizeOf(postings);
    return Math.log(1 + (Math.max(this.size, having) - having + 0.5) / (having + 0.5));
  }

  /** Terms that begin with a character, the most frequent first. */
  termsWith(character: string, most: number): readonly string[] {
    const found = [...this.#terms].filter(([term]) => term.startsWith(character));
    return found
      .sort(([, one], [, other]) => sizeOf(other) - sizeOf(one))
      .slice(0, most)
      .map(([term]) => term);
  }

  /** Every document against a question's terms and what each counts; `extra` terms add to the score and are not missed. */
  score(question: ReadonlyMap<string, number>, weights: Weights, extra: ReadonlySet<string> = new Set()): Scores {
    const score = new Float64Array(this.#ids.length);
    const covered = new Float64Array(this.#ids.length);
    const [title, body, answer] = [this.#norm(0), this.#norm(1), this.#norm(2)];
    let all = 0;
    for (const [term, times] of question) {
      const postings = listOf(this.#terms.get(term));
      // What stands nowhere is missed as much as what stands in one document.
      const weight = postings.length > 0 ? this.weightOf(term) : Math.log(1 + (Math.max(this.size, 1) - 0.5) / 1.5);
      const missed = extra.has(term) ? 0 : weight;
      all += missed;
      for (const posting of postings) {
        const slot = slotOf(posting);
        const count = countsIn(posting);
        const often =
          weights.title * title(slot, count & 255) +
          weights.body * body(slot, (count >> 8) & 255) +
          weights.answer * answer(slot, count >> 16);
        if (often === 0) continue;
        score[slot] = (score[slot] ?? 0) + (times * weight * often * (K1 + 1)) / (often + K1);
        covered[slot] = (covered[slot] ?? 0) + missed;
      }
    }
    if (all > 0) for (const [slot, weight] of covered.entries()) covered[slot] = weight / all;
    return { score, covered };
  }

  /** A count set right by how long the field is, beside the others of its kind. */
  #norm(field: number): (slot: number, count: number) => number {
    const average = Math.max(1, (this.#total[field] ?? 0) / Math.max(1, this.size));
    const lengths = this.#lengths;
    return (slot, count) => (count === 0 ? 0 : count / (1 - B + (B * (lengths[3 * slot + field] ?? 0)) / average));
  }

  #tidy(): void {
    const moved = new Map([...this.#slotOf.values()].sort((a, b) => a - b).map((slot, i) => [slot, i]));
    const terms = new Map<string, Postings>();
    for (const [term, postings] of this.#terms) {
      let kept: Postings | undefined;
      for (const posting of listOf(postings)) {
        const slot = moved.get(slotOf(posting));
        if (slot !== undefined) kept = withPosting(kept, movedTo(posting, slot));
      }
      if (kept !== undefined) terms.set(term, kept);
    }
    this.#terms = terms;
    this.#lengths = [...moved.keys()].flatMap((slot) => this.#lengths.slice(3 * slot, 3 * slot + 3));
    this.#ids = [...moved.keys()].map((slot) => this.#ids[slot] ?? null);
    this.#slotOf = new Map(this.#ids.flatMap((id, slot) => (id === null ? [] : [[id, slot] as const])));
  }
}
