/**
 * Text as pairs of neighbouring characters, which find every Chinese word and name without a dictionary; words of letters and numbers
 * stay whole. Pure.
 */
import { evenOut } from './segment.ts';

/** In their order, each as often as it stands there. A single character between marks makes no pair. */
export function pairsIn(text: string): readonly string[] {
  const pairs: string[] = [];
  for (const [run] of evenOut(text).matchAll(/[a-z0-9]+|\p{Script=Han}{2,}/gu)) {
    if (run.charCodeAt(0) < 128) pairs.push(run);
    else for (let i = 0; i + 1 < run.length; i++) pairs.push(run.slice(i, i + 2));
  }
  return pairs;
}

/** How often each stands there. */
export function countsOf(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
