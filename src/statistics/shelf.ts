/**
 * The packs of a generation, found by figure and key. Packs never change, so what was read of them is kept: the list of them
 * for as long as the generation is read, and the lines of the last few.
 */
import type { Database } from '../store/collection.ts';
import type { FirstLine } from './first-line.ts';
import {
  countUpTo,
  lineIn,
  monthIn,
  type Pack,
  packedLinesOf,
  packsOf,
  placeOf,
  type UnpackedLines,
  unpack,
} from './pack.ts';

/** Packs whose lines are kept: some ten megabytes. */
const KEPT = 50;

export class Shelf {
  readonly generation: string;
  readonly #db: Database;
  /** Figure → run → packs by key. */
  readonly #runs = new Map<string, Map<number, Pack[]>>();
  readonly #lines = new Map<string, UnpackedLines>();

  readonly #written: () => Promise<void>;

  /** `written` ends when all packs that were added can be read. */
  constructor(db: Database, generation: string, written: () => Promise<void> = async () => {}) {
    this.#db = db;
    this.generation = generation;
    this.#written = written;
  }

  /** Packs of a run come in the order of their keys. What is known of their lines need not be read. */
  add(pack: Pack, lines?: UnpackedLines): void {
    if (lines) this.#keep(pack, lines);
    const runs = this.#runs.get(pack.figure) ?? new Map<number, Pack[]>();
    this.#runs.set(pack.figure, runs);
    const run = runs.get(pack.run);
    if (run) run.push(pack);
    else runs.set(pack.run, [pack]);
  }

  /** The packed lines of a figure that have one of these keys, by key. */
  async find(figure: string, keys: readonly string[]): Promise<ReadonlyMap<string, FirstLine>> {
    const found = new Map<string, FirstLine>();
    for (const runs of this.#runs.get(figure)?.values() ?? []) {
      const wanted = new Map<Pack, string[]>();
      for (const key of keys) {
        const pack = packWith(key, runs);
        if (!pack) continue;
        const some = wanted.get(pack);
        if (some) some.push(key);
        else wanted.set(pack, [key]);
      }
      for (const [pack, some] of wanted) await this.#take(pack, some, found);
    }
    return found;
  }

  /** The packed lines of a figure in these months. */
  async list(figure: string, months: { readonly from: string; readonly to: string }): Promise<FirstLine[]> {
    const packs = [...(this.#runs.get(figure)?.values() ?? [])].flat();
    const some = packs.filter(({ firstMonth, lastMonth }) => firstMonth <= months.to && lastMonth >= months.from);
    const found: FirstLine[] = [];
    for (const pack of some) {
      const lines = await this.#read(pack);
      for (const [at, telling] of lines.lines.entries()) {
        const month = monthIn(telling);
        if (month >= months.from && month <= months.to) found.push(lineIn(pack, lines, at));
      }
    }
    return found;
  }

  async #take(pack: Pack, keys: readonly string[], found: Map<string, FirstLine>): Promise<void> {
    const lines = await this.#read(pack);
    for (const key of keys) {
      const at = placeOf(key, lines);
      if (at >= 0) found.set(key, lineIn(pack, lines, at));
    }
  }

  async #read(pack: Pack): Promise<UnpackedLines> {
    const lines = this.#lines.get(pack._id) ?? (await this.#fetch(pack));
    this.#keep(pack, lines);
    return lines;
  }

  async #fetch({ _id }: Pack): Promise<UnpackedLines> {
    await this.#written();
    const packed = await packedLinesOf(this.#db).findOne({ _id });
    if (!packed) throw new Error(`the packed lines ${_id} are gone: the figures were made anew meanwhile`);
    return unpack(packed);
  }

  /** The one that was read longest ago goes first. */
  #keep({ _id }: Pack, lines: UnpackedLines): void {
    this.#lines.delete(_id);
    this.#lines.set(_id, lines);
    if (this.#lines.size > KEPT) this.#lines.delete(this.#lines.keys().next().value ?? '');
  }
}

/** Of packs that do not overlap, the one whose range the key is in. */
function packWith(key: string, packs: readonly Pack[]): Pack | null {
  if (key > (packs.at(-1)?.to ?? '')) return null; // most keys are newer than all that is packed
  const after = countUpTo(packs.length, (place) => (packs[place]?.from ?? '') <= key);
  const pack = packs[after - 1];
  return pack && key <= pack.to ? pack : null;
}

const shelves = new WeakMap<Database, Shelf>();

/** The shelf of a finished generation; the list of its packs is read once. */
export async function shelfOf(db: Database, generation: string): Promise<Shelf> {
  const kept = shelves.get(db);
  if (kept?.generation === generation) return kept;
  const packs = await packsOf(db)
    .find({ generation }, { sort: { _id: 1 } })
    .toArray();
  const shelf = new Shelf(db, generation);
  for (const pack of packs) shelf.add(pack);
  shelves.set(db, shelf);
  return shelf;
}
