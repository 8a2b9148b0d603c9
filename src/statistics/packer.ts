/**
 * Writes what was folded in memory as packs. What an earlier writing has packed already is not packed again; a line that is
 * earlier than the packed one is handed to the ordinary folding.
 */
import type { Database } from '../store/collection.ts';
import { type Counting, firstsOf, isBefore, type Told } from './counting.ts';
import type { FirstLine } from './first-line.ts';
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
  async pack(counting: Counting): Promise<void> {
    const firsts = await this.#passOnKnown(firstsOf(counting));
    const packs = portionsOf(firsts, A_PACK);
    const run = this.#runs++;
    for (let from = 0; from < packs.length; from += AT_ONCE) {
      const made = packs.slice(from, from + AT_ONCE).map((some) => this.#onePack(some, run));
      // Nobody reads a generation that is not finished: the order does not matter.
      const both = [
        packedLinesOf(this.#db).insertMany(made.map(({ packed }) => packed)),
        packsOf(this.#db).insertMany(made.map(({ pack }) => pack)),
      ];
      for (const { pack } of made) this.#shelf.add(pack);
      await this.#writes.put(Promise.all(both));
    }
  }

  /** Leaves out what is packed already. */
  async #passOnKnown(firsts: Counting): Promise<Counting> {
    const figure = `${this.#generation}|${firsts.figure}`;
    const known = this.#known.get(figure) ?? new KnownKeys();
    this.#known.set(figure, known);
    const seeming = firsts.keys.filter((key) => known.add(key));
    if (seeming.length === 0) return firsts;
    await this.#writes.done();
    const packed = await this.#shelf.find(figure, seeming);
    const earlier: FirstLine[] = [];
    for (const [at, key] of firsts.keys.entries()) {
      const [other, told] = [packed.get(key), firsts.lines[at]];
      if (!other || !told || !isBefore(told, { atMs: other.at.getTime(), line: other.line })) continue;
      const { atMs, line, month } = told;
      const weight = firsts.weights?.[at] ?? 1;
      earlier.push({ ...other, month, at: new Date(atMs), line, weight });
    }
    if (earlier.length > 0) await placeFirsts(this.#db, this.#shelf, earlier);
    return without(firsts, packed);
  }

  #onePack(
    { figure: name, keys, lines, weights }: Counting,
    run: number,
  ): { readonly pack: Pack; readonly packed: PackedLines } {
    const figure = `${this.#generation}|${name}`;
    const weighed = weights?.some((weight) => weight !== 1) ? weights : null;
    const months = this.#count(figure, lines, weighed);
    const _id = `${this.#generation}|${String(this.#packs++).padStart(7, '0')}`;
    const [firstMonth = '', lastMonth = firstMonth] = [months[0], months.at(-1)];
    const range = { from: keys[0] ?? '', to: keys.at(-1) ?? '', firstMonth, lastMonth };
    const tellings = lines.map(({ telling }) => telling);
    const areWords = lines.every(({ isWord }) => isWord);
    return {
      pack: { _id, generation: this.#generation, figure, run, ...range },
      packed: { _id, keys: columnOf(keys), lines: columnOf(tellings, areWords), weights: weighed },
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

function without({ figure, keys, lines, weights }: Counting, packed: ReadonlyMap<string, unknown>): Counting {
  const isNew = (_: unknown, at: number) => !packed.has(keys[at] as string);
  return {
    ...{ figure, keys: keys.filter(isNew), lines: lines.filter(isNew) },
    weights: weights?.filter(isNew) ?? null,
  };
}

function portionsOf({ figure, keys, lines, weights }: Counting, size: number): readonly Counting[] {
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, nth) => {
    const [from, to] = [nth * size, (nth + 1) * size];
    return {
      ...{ figure, keys: keys.slice(from, to), lines: lines.slice(from, to) },
      weights: weights?.slice(from, to) ?? null,
    };
  });
}
