/**
 * What a message is about, as keys that can be compared without a dictionary: everyday matters as whole words, names and
 * everything else as pairs of neighbouring characters. Pure. How they are weighed and compared is in similarity.ts.
 */
import type { Signal } from '../signal/signal.ts';
import { everydayPattern, fillerPattern } from './common-words.ts';

export interface Keys {
  /** Of the title, or of the first words where there is none. */
  readonly title: readonly string[];
  /** Of the title and the beginning of the text. */
  readonly context: readonly string[];
}

type Written = Pick<Signal, 'title' | 'text'>;

/** What a message is about stands in its first lines; later ones tell of other things too. */
const CONTEXT_LENGTH = 150;
/** A comment has no title: its first sentence or so stands in for one. */
const TITLE_LENGTH = 40;

export function keysOf({ title, text }: Written): Keys {
  const head = title ?? text.trim().slice(0, TITLE_LENGTH);
  const ofTitle = keysIn(head);
  const ofText = keysIn(text.trim().slice(0, CONTEXT_LENGTH));
  return { title: [...ofTitle], context: [...new Set([...ofTitle, ...ofText])] };
}

/** What two messages share, put together again into words a person can read: 滨河苑、车位、捆绑. */
export function phrasesIn({ title, text }: Written, shared: ReadonlySet<string>): readonly string[] {
  const { segments, matters } = cut(title ?? text.trim().slice(0, TITLE_LENGTH));
  const names = segments.flatMap((segment) => runsOf(segment, shared));
  return [...new Set([...names, ...matters.filter((matter) => shared.has(matter))])];
}

function keysIn(text: string): ReadonlySet<string> {
  const { segments, matters } = cut(text);
  return new Set([...matters, ...segments.flatMap(pairsOf)]);
}

function cut(text: string): { readonly segments: readonly string[]; readonly matters: readonly string[] } {
  const plain = text.normalize('NFKC').toLowerCase().replace(fillerPattern, ' ');
  const matters = plain.match(everydayPattern) ?? [];
  // Letters and digits stay together with the character behind them: 3号, 58车, g312.
  const segments = plain.replace(everydayPattern, ' ').match(/[a-z0-9]+\p{Script=Han}?|\p{Script=Han}+/gu) ?? [];
  return { segments, matters };
}

function pairsOf(segment: string): readonly string[] {
  if (segment.length < 2) return [];
  if (/^[a-z0-9]/.test(segment)) return [segment];
  return Array.from({ length: segment.length - 1 }, (_, i) => segment.slice(i, i + 2));
}

/** The longest parts of a segment all of whose pairs are shared. */
function runsOf(segment: string, shared: ReadonlySet<string>): readonly string[] {
  const runs: string[] = [];
  let from = 0;
  const pairs = pairsOf(segment);
  if (pairs.length === 1) return pairs.filter((pair) => shared.has(pair));
  for (let i = 0; i <= pairs.length; i++) {
    if (i < pairs.length && shared.has(pairs[i] ?? '')) continue;
    if (i > from) runs.push(segment.slice(from, i + 1));
    from = i + 1;
  }
  return runs;
}
