/**
 * Writes what was folded in memory as packs. What an earlier writing has packed already is not packed again; a line that is
 * earlier than the packed one is handed to the ordinary folding.
 */
import type { Database } from '../store/collection.ts';
import type { FirstLine } from './first-line.ts';
import { type Firsts, isBefore, type Told } from './firsts.ts';
import { placeFirsts } from './fold-lines.ts';
import { KnownKeys } from './known-keys.ts';
import { A_PACK, columnOf, type Pack, type PackedLines, packedLinesOf, packsOf } from './pack.ts';
import { Shelf } from './shelf.ts';
import type { Base, Bases } from './total-months.ts';
import type { WritesAhead } from './writes-ahead.ts';

/** Packs written at one go. */
const AT_ONCE = 10;

export class Packer {
  readonly #db: Database;
  readonly #generation: string;
  readonly #writes: WritesAhead;
  readonly #shelf: Shelf;
  readonly #known = new Map<string, KnownKeys>();
  /** What was packed so far. */
  readonly bases: Bases = new Map();
  #runs = 0;
  #packs = 0;

  constructor(db: Database, generation: string, writes: WritesAhead) {
    this.#db = db;
    this.#generation = generation;
    this.#writes = writes;
    this.#shelf = new Shelf(db, generation);
  }

  /** Goes on before the last of it is on the disk. */
  async pack({ figure: name, lines, weights }: Firsts): Promise<void> {
    const figure = `${this.#generation}|${name}`;
    await this.#passOnKnown(figure, { lines, weights });
    const keys = [...lines.keys()].sort();
    const run = this.#runs++;
    for (let from = 0; from < keys.length; from += A_PACK * AT_ONCE) {
      const made = portionsOf(keys.slice(from, from + A_PACK * AT_ONCE), A_PACK).map((some) => {
        return this.#onePack({ figure, run }, some, { lines, weights });
      });
      // Nobody reads a generation that is not finished: the order does not matter.
      const both = [
        packedLinesOf(this.#db).insertMany(made.map(({ packed }) => packed)),
        packsOf(this.#db).insertMany(made.map(({ pack }) => pack)),
      ];
      for (const { pack } of made) this.#shelf.add(pack);
      await this.#writes.put(Promise.all(both));
    }
  }

  /** Takes out what is packed already. */
  async #passOnKnown(figure: string, { lines, weights }: Omit<Firsts, 'figure'>): Promise<void> {
    const known = this.#known.get(figure) ?? new KnownKeys();
    this.#known.set(figure, known);
    const seeming = [...lines.keys()].filter((key) => known.add(key));
    if (seeming.length === 0) return;
    await this.#writes.done();
    const earlier: FirstLine[] = [];
    for (const [key, packed] of await this.#shelf.find(figure, seeming)) {
      const told = lines.get(key);
      lines.delete(key);
      if (!told || !isBefore(told, { atMs: packed.at.getTime(), line: packed.line })) continue;
      const { atMs, line, month } = told;
      const place = { _id: packed._id, figure, month, at: new Date(atMs), line, weight: weights.get(key) ?? 1 };
      earlier.push({ ...place, instead: null, insteadWeight: 0 });
    }
    if (earlier.length > 0) await placeFirsts(this.#db, this.#shelf, earlier);
  }

  #onePack(
    { figure, run }: Pick<Pack, 'figure' | 'run'>,
    keys: readonly string[],
    { lines, weights }: Omit<Firsts, 'figure'>,
  ): { readonly pack: Pack; readonly packed: PackedLines } {
    const told = keys.map((key) => lines.get(key) as Told);
    const weighed = weights.size === 0 ? null : keys.map((key) => weights.get(key) ?? 1);
    const months = this.#count(figure, told, weighed);
    const _id = `${this.#generation}|${String(this.#packs++).padStart(7, '0')}`;
    const [firstMonth = '', lastMonth = firstMonth] = [months[0], months.at(-1)];
    const range = { from: keys[0] ?? '', to: keys.at(-1) ?? '', firstMonth, lastMonth };
    const column = columnOf(told.map(({ telling }) => telling));
    return {
      pack: { _id, generation: this.#generation, figure, run, ...range },
      packed: { _id, keys: columnOf(keys), lines: column, weights: weighed },
    };
  }

  /** Adds to what was packed of each month; answers the months, in order. */
  #count(figure: string, told: readonly Told[], weights: readonly number[] | null): readonly string[] {
    const months = new Map<string, Base>();
    for (const [at, { month }] of told.entries()) {
      const base = months.get(month) ?? this.#base(`${figure}|${month}`);
      months.set(month, base);
      const weight = weights?.[at] ?? 1;
      base.sum += weight;
      base.isWeighed ||= weight !== 1;
    }
    return [...months.keys()].sort();
  }

  #base(id: string): Base {
    const base = this.bases.get(id) ?? { sum: 0, isWeighed: false };
    this.bases.set(id, base);
    return base;
  }
}

function portionsOf(keys: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, nth) => keys.slice(nth * size, (nth + 1) * size));
}
