/**
 * The lines that count for each figure of a rule, with their keys, as they are met. Which of them is the first of its key shows
 * when they are put in order (firstsOf): looking for each key in a table of them would cost more than reading the line.
 */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';
import { inKeyOrder } from './in-key-order.ts';

/** What is kept of a line: once for all figures that it counts for. */
export interface Told {
  readonly line: string;
  readonly month: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** All of it as a pack has it. */
  readonly telling: string;
  /** Whether that can stand among others in one text (columnOf() in pack.ts). */
  readonly isWord: boolean;
}

/** Lines of one figure, each with its key and what it counts. */
export interface Counting {
  /** `rule` or `rule:group`. */
  readonly figure: string;
  readonly keys: string[];
  readonly lines: Told[];
  /** null where each counts 1. */
  readonly weights: number[] | null;
}

export class CountingOfRule {
  readonly of: Rule['of'];
  readonly #rule: Rule;
  readonly #groups = new Map<string, Counting>();

  constructor(rule: Rule) {
    this.#rule = rule;
    this.of = rule.of;
  }

  counts(line: Line): boolean {
    return this.#rule.counts(line);
  }

  keep(line: Line, told: Told): void {
    const { group } = this.#rule;
    const { keys, lines, weights } = this.#countingOf(group === null ? '' : group.of(line));
    keys.push(this.#rule.key(line));
    lines.push(told);
    weights?.push(this.#rule.weight?.(line) ?? 1);
  }

  /** How many lines of all figures. */
  get held(): number {
    return [...this.#groups.values()].reduce((sum, { keys }) => sum + keys.length, 0);
  }

  /** Takes out the figures that hold at least so many lines. */
  take(least: number): readonly Counting[] {
    const some = [...this.#groups].filter(([, { keys }]) => keys.length >= least);
    for (const [group] of some) this.#groups.delete(group);
    return some.map(([, counting]) => counting);
  }

  #countingOf(group: string): Counting {
    const known = this.#groups.get(group);
    if (known) return known;
    const { id, group: grouping, weight } = this.#rule;
    const figure = grouping ? `${id}:${group}` : id;
    const counting = { figure, keys: [], lines: [], weights: weight ? [] : null };
    this.#groups.set(group, counting);
    return counting;
  }
}

/** By key, and of each key only the line that is first of all. */
export function firstsOf({ figure, keys, lines, weights }: Counting): Counting {
  const firsts: Counting = { figure, keys: [], lines: [], weights: weights ? [] : null };
  let last = -1;
  for (const place of inKeyOrder(keys)) {
    const [key, told] = [keys[place] as string, lines[place] as Told];
    if (last < 0 || firsts.keys[last] !== key) last += 1;
    else if (!isBefore(told, firsts.lines[last] as Told)) continue;
    firsts.keys[last] = key;
    firsts.lines[last] = told;
    if (firsts.weights) firsts.weights[last] = weights?.[place] ?? 1;
  }
  return firsts;
}

/** As isFirst() says of first lines (first-line.ts). */
export function isBefore(one: Pick<Told, 'atMs' | 'line'>, other: Pick<Told, 'atMs' | 'line'>): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.line < other.line);
}
