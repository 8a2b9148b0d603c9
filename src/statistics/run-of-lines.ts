/**
 * Some hundred thousand lines of the ledger, folded in memory and written as packs. What an earlier run has packed already is
 * not packed again; a line that is earlier than the packed one is handed to the ordinary folding.
 */
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { type FirstLine, isFirst } from './first-line.ts';
import { type Folding, placeFirsts, rulesBy } from './fold-lines.ts';
import { A_PACK, type Pack, type PackedLines, packedLinesOf, packsOf } from './pack.ts';
import type { Shelf } from './shelf.ts';

interface Entry {
  readonly key: string;
  readonly at: Date;
  readonly line: string;
  readonly month: string;
  readonly weight: number;
}

/** What was packed of a figure in a month. */
export interface Base {
  sum: number;
  isWeighed: boolean;
}

/** `figure|month` → base. */
export type Bases = Map<string, Base>;

const PACKS_AT_ONCE = 20;

export class RunOfLines {
  readonly #db: Database;
  readonly #folding: Folding;
  readonly #shelf: Shelf;
  readonly #bases: Bases;
  readonly #rulesOf: ReturnType<typeof rulesBy>;
  #figures = new Map<string, Map<string, Entry>>();
  #run = 0;
  #packs = 0;
  #held = 0;

  constructor(db: Database, folding: Folding, { shelf, bases }: { readonly shelf: Shelf; readonly bases: Bases }) {
    this.#db = db;
    this.#folding = folding;
    this.#shelf = shelf;
    this.#bases = bases;
    this.#rulesOf = rulesBy(folding.rules);
  }

  /** How many lines are in memory. */
  get held(): number {
    return this.#held;
  }

  add(lines: readonly Line[]): void {
    const { generation } = this.#folding;
    for (const line of lines) {
      this.#held += 1;
      const month = line.on.slice(0, 7);
      for (const rule of this.#rulesOf(line.what)) {
        if (!rule.counts(line)) continue;
        const figure = `${generation}|${rule.group ? `${rule.id}:${rule.group.of(line)}` : rule.id}`;
        const key = rule.key(line);
        this.#keep(figure, { key, at: line.at, line: line._id, month, weight: rule.weight?.(line) ?? 1 });
      }
    }
  }

  #keep(figure: string, entry: Entry): void {
    const keys = this.#figures.get(figure) ?? new Map<string, Entry>();
    if (keys.size === 0) this.#figures.set(figure, keys);
    const other = keys.get(entry.key);
    if (!other || isFirst(entry, other)) keys.set(entry.key, entry);
  }

  /** Writes what is in memory. `beat` is told between the parts. */
  async write(beat: () => Promise<void>): Promise<void> {
    const figures = this.#figures;
    this.#figures = new Map();
    this.#held = 0;
    const written: Pack[] = [];
    for (const [figure, keys] of figures) {
      await this.#passOnKnown(figure, keys);
      const entries = [...keys.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      this.#count(figure, entries);
      written.push(...(await this.#pack(figure, entries, beat)));
    }
    // Only now: the packs of a run need not be searched for its own keys.
    for (const pack of written) this.#shelf.add(pack);
    this.#run += 1;
  }

  /** Takes out what is packed already. */
  async #passOnKnown(figure: string, keys: Map<string, Entry>): Promise<void> {
    const known = await this.#shelf.find(figure, [...keys.keys()]);
    const earlier: FirstLine[] = [];
    for (const [key, packed] of known) {
      const entry = keys.get(key);
      keys.delete(key);
      if (!entry || !isFirst(entry, packed)) continue;
      const { at, line, month, weight } = entry;
      earlier.push({ _id: packed._id, figure, month, at, line, weight, instead: null, insteadWeight: 0 });
    }
    if (earlier.length > 0) await placeFirsts(this.#db, this.#shelf, earlier);
  }

  #count(figure: string, entries: readonly Entry[]): void {
    const bases = new Map<string, Base>();
    for (const { month, weight } of entries) {
      const base = bases.get(month) ?? this.#bases.get(`${figure}|${month}`) ?? { sum: 0, isWeighed: false };
      bases.set(month, base);
      base.sum += weight;
      base.isWeighed ||= weight !== 1;
    }
    for (const [month, base] of bases) this.#bases.set(`${figure}|${month}`, base);
  }

  async #pack(figure: string, entries: readonly Entry[], beat: () => Promise<void>): Promise<readonly Pack[]> {
    const packs: Pack[] = [];
    for (let from = 0; from < entries.length; from += A_PACK * PACKS_AT_ONCE) {
      const some = entries.slice(from, from + A_PACK * PACKS_AT_ONCE);
      const made = Array.from({ length: Math.ceil(some.length / A_PACK) }, (_, nth) =>
        this.#onePack(figure, some.slice(nth * A_PACK, (nth + 1) * A_PACK)),
      );
      // Nobody reads a generation that is not finished: the order does not matter.
      await packedLinesOf(this.#db).insertMany(made.map(({ lines }) => lines));
      await packsOf(this.#db).insertMany(made.map(({ pack }) => pack));
      packs.push(...made.map(({ pack }) => pack));
      await beat();
    }
    return packs;
  }

  #onePack(figure: string, entries: readonly Entry[]): { readonly pack: Pack; readonly lines: PackedLines } {
    const { generation } = this.#folding;
    const _id = `${generation}|${String(this.#packs++).padStart(7, '0')}`;
    const months = entries.map(({ month }) => month);
    const [from, to] = [entries[0]?.key ?? '', entries.at(-1)?.key ?? ''];
    const [firstMonth, lastMonth] = [months.reduce(least), months.reduce(greatest)];
    const weights = entries.map(({ weight }) => weight);
    return {
      pack: { _id, generation, figure, run: this.#run, from, to, firstMonth, lastMonth },
      lines: {
        ...{ _id, keys: entries.map(({ key }) => key), months },
        ...{ at: entries.map(({ at }) => at.getTime()), lines: entries.map(({ line }) => line) },
        weights: weights.every((weight) => weight === 1) ? null : weights,
      },
    };
  }
}

const least = (a: string, b: string) => (a < b ? a : b);
const greatest = (a: string, b: string) => (a > b ? a : b);
