/**
 * Writes what was folded in memory as packs. What an earlier writing has packed already is not packed again; a line that is
 * earlier than the packed one is handed to the ordinary folding.
 */
import type { Database } from '../store/collection.ts';
import { type Counting, firstsOf, type Told } from './counting.ts';
import { type FirstLine, isFirst } from './first-line.ts';
import { placeFirsts } from './fold-lines.ts';
import { KnownKeys } from './known-keys.ts';
import { A_PACK, columnOf, type Pack, type PackedLines, packedLinesOf, packsOf, type UnpackedLines } from './pack.ts';
import { Shelf } from './shelf.ts';
import type { Base, Bases } from './total-months.ts';
import type { WritesAhead } from './writes-ahead.ts';

/** Packs written at one go. */
const AT_ONCE = 10;
/** Lines that wait to be placed. */
const MOST_EARLIER = 5000;

interface Made {
  readonly pack: Pack;
  readonly packed: PackedLines;
  readonly lines: UnpackedLines;
}

export class Packer {
  readonly #db: Database;
  readonly #generation: string;
  readonly #writes: WritesAhead;
  readonly #shelf: Shelf;
  readonly #known = new Map<string, KnownKeys>();
  /** What was packed so far. */
  readonly bases: Bases = new Map();
  /** By id; many at a time, since placing them waits for the store. */
  readonly #earlier = new Map<string, FirstLine>();
  #runs = 0;
  #packs = 0;

  constructor(db: Database, generation: string, writes: WritesAhead) {
    this.#db = db;
    this.#generation = generation;
    this.#writes = writes;
    this.#shelf = new Shelf(db, generation, () => writes.done());
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
      // What comes again comes soon, as a rule: then its pack need not be read.
      for (const { pack, lines } of made) this.#shelf.add(pack, lines);
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
    const packed = await this.#shelf.find(figure, seeming);
    if (packed.size === 0) return firsts;
    for (const [at, key] of firsts.keys.entries()) {
      const [other, told] = [packed.get(key), firsts.lines[at]];
      if (!other || !told) continue;
      const { atMs, line, month } = told;
      this.#meetAgain(other, { ...other, month, at: new Date(atMs), line, weight: firsts.weights?.[at] ?? 1 });
    }
    if (this.#earlier.size > MOST_EARLIER) await this.placeEarlier();
    return without(firsts, packed);
  }

  #meetAgain(packed: FirstLine, one: FirstLine): void {
    if (isFirst(one, this.#earlier.get(one._id) ?? packed)) this.#earlier.set(one._id, one);
  }

  /** Hands lines that are earlier than what was packed to the ordinary folding. To be done when all is packed. */
  async placeEarlier(): Promise<void> {
    const earlier = [...this.#earlier.values()];
    this.#earlier.clear();
    if (earlier.length > 0) await placeFirsts(this.#db, this.#shelf, earlier);
  }

  #onePack({ figure: name, keys, lines, weights }: Counting, run: number): Made {
    const figure = `${this.#generation}|${name}`;
    const weighed = weights?.some((weight) => weight !== 1) ? weights : null;
    const months = this.#count(figure, lines, weighed);
    const _id = `${this.#generation}|${String(this.#packs++).padStart(7, '0')}`;
    const [firstMonth = '', lastMonth = firstMonth] = [months[0], months.at(-1)];
    const range = { from: keys[0] ?? '', to: keys.at(-1) ?? '', firstMonth, lastMonth };
    const unpacked = { keys, lines: lines.map(({ telling }) => telling), weights: weighed };
    const areWords = lines.every(({ isWord }) => isWord);
    return {
      pack: { _id, generation: this.#generation, figure, run, ...range },
      packed: { _id, keys: columnOf(keys), lines: columnOf(unpacked.lines, areWords), weights: weighed },
      lines: unpacked,
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
