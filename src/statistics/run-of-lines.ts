/**
 * Lines of the ledger, folded in memory as they are read. A figure that has come to many of them is handed on to be packed
 * (packer.ts) and begins again; the others wait for the end, or until all of them together are too many.
 */
import type { Line } from '../ledger/line.ts';
import { type Counting, CountingOfRule, type Told } from './counting.ts';
import type { Rule } from './figure.ts';
import { isWord, tellingOf } from './pack.ts';
import { rulesBy } from './rules-by.ts';

/** All figures together may hold so many times what one may. */
const OF_ALL = 64;

export class RunOfLines {
  readonly #most: number;
  readonly #rules: readonly CountingOfRule[];
  readonly #rulesOf: (what: Line['what']) => readonly CountingOfRule[];
  /** Day → its month: one string for all lines. */
  readonly #months = new Map<string, string>();

  /** `most`: lines of a figure in memory. */
  constructor(rules: readonly Rule[], most: number) {
    this.#most = most;
    this.#rules = rules.map((rule) => new CountingOfRule(rule));
    this.#rulesOf = rulesBy(this.#rules);
  }

  add(lines: readonly Line[]): void {
    for (const line of lines) {
      let told: Told | null = null;
      for (const rule of this.#rulesOf(line.what)) {
        if (!rule.counts(line)) continue;
        told ??= this.#tell(line);
        rule.keep(line, told);
      }
    }
  }

  /** Takes out what has become too large to be held. */
  takeFull(): readonly Counting[] {
    const held = this.#rules.reduce((sum, rule) => sum + rule.held, 0);
    return this.#take(held > OF_ALL * this.#most ? 1 : this.#most);
  }

  takeAll(): readonly Counting[] {
    return this.#take(1);
  }

  #take(least: number): readonly Counting[] {
    return this.#rules.flatMap((rule) => rule.take(least));
  }

  #tell({ _id, at, on }: Line): Told {
    const atMs = at.getTime();
    let month = this.#months.get(on);
    if (month === undefined) {
      month = on.slice(0, 7);
      this.#months.set(on, month);
    }
    const telling = tellingOf({ month, atMs, line: _id });
    return { line: _id, month, atMs, telling, isWord: isWord(telling) };
  }
}
