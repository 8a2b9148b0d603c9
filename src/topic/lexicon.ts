/**
 * The county's own words, found in what streams in: neighbouring words that mostly stand together, such as 丽|发|新城. A word of staff's
 * is one at once, one they ignore is none. Bounded: what was seen once is forgotten when room is needed. How it is kept: county-words.ts.
 */
import { setImmediate } from 'node:timers/promises';
import { isFiller } from './common-words.ts';
import { BREAK } from './cut-up.ts';
import { endsLikeName, followsName, isOdd } from './name-words.ts';

/** A name tells one matter from another; a term (捆绑销售) is just longer than a word. */
export type WordKind = 'name' | 'term';

const MOST_PARTS = 5;
const MOST_CHARACTERS = 10;
/** Said in so many messages, and together in at least half of those that have its rarer half. */
const LEAST = 3;
const TOGETHER = 0.5;
/** Of its uses, so many stand before 小区, 业主 or the like. */
const FOLLOWED = 0.3;
const MOST_SEQUENCES = 300_000;
/** Joins the parts of a sequence: no word has a blank. */
const JOINT = ' ';

const MOSTLY_INSIDE = 0.6;
/** Sequences looked at between two turns of the event loop: a millisecond or two. */
const AT_ONCE = 2_000;

export interface FoundWord {
  readonly word: string;
  readonly kind: WordKind;
  readonly count: number;
}

interface Counted {
  count: number;
  /** How often something that follows names stood behind it. */
  followed: number;
}

export class Lexicon {
  readonly sequences = new Map<string, Counted>();
  #byStaff: ReadonlyMap<string, WordKind | 'ignored'> = new Map();

  /** What staff have said about words, by the word: it holds from now on. */
  heed(byStaff: ReadonlyMap<string, WordKind | 'ignored'>): void {
    this.#byStaff = byStaff;
  }

  /** Takes note of one message: each sequence counts once. */
  learn(words: readonly string[]): void {
    const seen = new Map<string, boolean>();
    for (let from = 0; from < words.length; from++) {
      for (const { sequence, next } of sequencesFrom(words, from)) {
        seen.set(sequence, (seen.get(sequence) ?? false) || followsName(next));
      }
    }
    for (const [sequence, isFollowed] of seen) this.#count(sequence, isFollowed);
    if (this.sequences.size > MOST_SEQUENCES) this.#makeRoom();
  }

  /** The longest own word that begins at `from`: of how many words it is made, and its kind; null for none. */
  wordAt(words: readonly string[], from: number): { readonly parts: number; readonly kind: WordKind } | null {
    let found: { parts: number; kind: WordKind } | null = null;
    for (let parts = 2; parts <= MOST_PARTS && from + parts <= words.length; parts++) {
      const last = words[from + parts - 1] ?? BREAK;
      if (!mayBePart(last) || !mayBePart(words[from] ?? BREAK)) break;
      const kind = this.kindOf(words.slice(from, from + parts));
      if (kind) found = { parts, kind };
    }
    return found;
  }

  kindOf(parts: readonly string[]): WordKind | null {
    const said = this.#byStaff.get(parts.join(''));
    if (said) return said === 'ignored' ? null : said;
    const one = this.sequences.get(parts.join(JOINT));
    if (!one || one.count < LEAST || !this.#standTogether(parts, one.count)) return null;
    const isName = (parts.some(isOdd) && endsLikeName(parts.join(''))) || one.followed / one.count >= FOLLOWED;
    return isName ? 'name' : 'term';
  }

  /**
   * All own words with how many messages had them; none that mostly stand inside a longer one. Half a second's work when the lexicon is
   * full: calls and timers get their turn in between.
   */
  async found(): Promise<readonly FoundWord[]> {
    const found = new Map<string, FoundWord>();
    let seen = 0;
    for (const [sequence, { count }] of this.sequences) {
      if (++seen % AT_ONCE === 0) await setImmediate();
      if (count < LEAST || !sequence.includes(JOINT)) continue;
      const parts = sequence.split(JOINT);
      const kind = this.kindOf(parts);
      if (kind) found.set(sequence, { word: parts.join(''), kind, count });
    }
    for (const [sequence, { count }] of [...found]) {
      if (++seen % AT_ONCE === 0) await setImmediate();
      for (const inner of innerOf(sequence.split(JOINT))) {
        if (count >= (found.get(inner)?.count ?? Number.POSITIVE_INFINITY) * MOSTLY_INSIDE) found.delete(inner);
      }
    }
    return [...found.values()];
  }

  #standTogether(parts: readonly string[], count: number): boolean {
    for (let at = 1; at < parts.length; at++) {
      const halves = [parts.slice(0, at), parts.slice(at)].map((half) => this.#countOf(half.join(JOINT)) ?? count);
      if (count / Math.min(...halves) < TOGETHER) return false;
    }
    return true;
  }

  #countOf(sequence: string): number | undefined {
    return this.sequences.get(sequence)?.count;
  }

  #count(sequence: string, isFollowed: boolean): void {
    const one = this.sequences.get(sequence);
    if (!one) this.sequences.set(sequence, { count: 1, followed: isFollowed ? 1 : 0 });
    else {
      one.count += 1;
      if (isFollowed) one.followed += 1;
    }
  }

  #makeRoom(): void {
    for (let below = 2; this.sequences.size > MOST_SEQUENCES * 0.6; below++) {
      for (const [sequence, { count }] of this.sequences) if (count < below) this.sequences.delete(sequence);
    }
  }
}

/** Words between which a name may not reach. */
export function mayBePart(word: string): boolean {
  return word !== BREAK && !isFiller(word);
}

function innerOf(parts: readonly string[]): readonly string[] {
  const inner: string[] = [];
  for (let length = 2; length < parts.length; length++) {
    for (let from = 0; from + length <= parts.length; from++) inner.push(parts.slice(from, from + length).join(JOINT));
  }
  return inner;
}

function* sequencesFrom(words: readonly string[], from: number) {
  let sequence = '';
  let length = 0;
  for (let at = from; at < Math.min(words.length, from + MOST_PARTS); at++) {
    const word = words[at] ?? BREAK;
    length += word.length;
    if (!mayBePart(word) || length > MOST_CHARACTERS) return;
    sequence += sequence === '' ? word : JOINT + word;
    yield { sequence, next: words[at + 1] ?? BREAK };
  }
}
