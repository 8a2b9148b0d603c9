/** Which of some words a topic's texts hold, for rules that must say why: pure. */
import type { WordTest } from './class-rule.ts';

export interface Said {
  readonly title: string | null;
  readonly text: string;
}

export interface Found {
  /** The words found, those of titles first, each once. */
  readonly words: readonly string[];
  readonly inTitle: readonly string[];
}

/** Null when the test does not hold. A test without words holds and finds none. */
export function findWords(said: readonly Said[], { any, also, never }: WordTest): Found | null {
  const titles = said.map(({ title }) => without(title ?? '', never)).join('\n');
  const texts = said.map(({ text }) => without(text, never)).join('\n');
  const has = (word: string) => titles.includes(word) || texts.includes(word);
  if (also.length > 0 && !also.some(has)) return null;
  const inTitle = any.filter((word) => titles.includes(word));
  const inText = any.filter((word) => !inTitle.includes(word) && texts.includes(word));
  const words = [...inTitle, ...inText];
  if (any.length > 0 && words.length === 0) return null;
  const second = also.filter((word) => !words.includes(word) && has(word));
  return { words: [...words, ...second], inTitle };
}

const MOST_QUOTED = 4;

/** “爆炸”“伤亡”等 6 个词. */
export function quote(words: readonly string[]): string {
  const shown = words
    .slice(0, MOST_QUOTED)
    .map((word) => `“${word}”`)
    .join('');
  return words.length > MOST_QUOTED ? `${shown}等 ${words.length} 个词` : shown;
}

function without(text: string, phrases: readonly string[]): string {
  return phrases.reduce((left, phrase) => left.replaceAll(phrase, ' '), text);
}
