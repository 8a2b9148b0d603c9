/**
 * By which line each key of a rule counts, of the lines met so far. In memory; a line by which several rules count is kept once
 * for all of them.
 */
import type { Line } from '../ledger/line.ts';
import type { Rule } from './figure.ts';

/** What is kept of a line. */
export interface Told {
  readonly line: string;
  readonly month: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** All of it as a pack has it: made once, written for each figure. */
  readonly telling: string;
}

/** What counts for one figure, by key. */
export interface Firsts {
  /** `rule` or `rule:group`. */
  readonly figure: string;
  readonly lines: Map<string, Told>;
  /** Of those that count other than 1. */
  readonly weights: Map<string, number>;
}

export class FirstsOfRule {
  readonly #rule: Rule;
  readonly #groups = new Map<string, Firsts>();

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  get of(): Rule['of'] {
    return this.#rule.of;
  }

  counts(line: Line): boolean {
    return this.#rule.counts(line);
  }

  /** How many keys. */
  get held(): number {
    return [...this.#groups.values()].reduce((sum, { lines }) => sum + lines.size, 0);
  }

  /** Keeps a line that counts, unless an earlier one of its key is there. */
  keep(line: Line, told: Told): void {
    const { group, weight: weightOf } = this.#rule;
    const { lines, weights } = this.#firstsOf(group === null ? '' : group.of(line));
    const key = this.#rule.key(line);
    const other = lines.get(key);
    if (other !== undefined && !isBefore(told, other)) return;
    lines.set(key, told);
    if (weightOf === undefined) return;
    const weight = weightOf(line);
    if (weight !== 1) weights.set(key, weight);
    else if (other !== undefined) weights.delete(key);
  }

  /** Takes out the figures that hold at least so many keys. */
  take(least: number): readonly Firsts[] {
    const some = [...this.#groups].filter(([, { lines }]) => lines.size >= least);
    for (const [group] of some) this.#groups.delete(group);
    return some.map(([, firsts]) => firsts);
  }

  #firstsOf(group: string): Firsts {
    const known = this.#groups.get(group);
    if (known) return known;
    const { id, group: grouping } = this.#rule;
    const firsts = { figure: grouping ? `${id}:${group}` : id, lines: new Map(), weights: new Map() };
    this.#groups.set(group, firsts);
    return firsts;
  }
}

/** As isFirst() says of first lines (first-line.ts). */
export function isBefore(one: Pick<Told, 'atMs' | 'line'>, other: Pick<Told, 'atMs' | 'line'>): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.line < other.line);
}
