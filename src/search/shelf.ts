/**
 * What can be found, in this process's memory, kept in step with the rows in the store: each search first takes in what has changed
 * since the last, so it finds what another process wrote. Loaded in small parts at the first use.
 */
import { setImmediate } from 'node:timers/promises';
import { after, type Clock, seconds } from '../clock.ts';
import type { Database } from '../store/collection.ts';
import { type FoundKind, type SearchRow, searchRowsOf } from './search-row.ts';
import { substanceOf } from './substance.ts';
import { TermIndex } from './term-index.ts';

/** What is known of a document without reading its text. */
export interface Card {
  readonly kind: FoundKind;
  readonly column: string | null;
  readonly at: Date;
  readonly topic: string | null;
  /** Characters of an answer that say something; see substance.ts. */
  readonly substance: number;
  readonly changedAt: Date;
}

/** When a row is there, earlier ones may still be on their way for so long: clocks and writes of several processes are not that exact. */
const OVERLAP_MS = seconds(10);
/** Rows taken in between two turns of the event loop: about a millisecond each. */
const AT_ONCE = 8;

export class Shelf {
  readonly index = new TermIndex();
  readonly #cards = new Map<string, Card>();
  readonly #db: Database;
  readonly #clock: Clock;
  #latest = new Date(0);
  /** When it last took something in. */
  #newsAt = new Date(0);
  #catching: Promise<void> | null = null;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  card(slot: number): Card | null {
    const id = this.index.idAt(slot);
    return id === null ? null : (this.#cards.get(id) ?? null);
  }

  /** Takes in what has changed. Calls at the same time share one look. */
  catchUp(): Promise<void> {
    this.#catching ??= this.#catchUp().finally(() => {
      this.#catching = null;
    });
    return this.#catching;
  }

  /** The rows of some ids, in their order; one that has gone meanwhile is left out. */
  async rowsOf(ids: readonly string[]): Promise<readonly SearchRow[]> {
    const found = await searchRowsOf(this.#db)
      .find({ _id: { $in: ids }, gone: false })
      .toArray();
    const rows = new Map(found.map((row) => [row._id, row]));
    return ids.flatMap((id) => rows.get(id) ?? []);
  }

  async #catchUp(): Promise<void> {
    const isSettled = this.#clock.now() > after(this.#newsAt, OVERLAP_MS);
    const since = isSettled ? this.#latest : after(this.#latest, -OVERLAP_MS);
    let taken = 0;
    for await (const row of searchRowsOf(this.#db).find({ changedAt: { $gt: since } }, { sort: { changedAt: 1 } })) {
      if (row.changedAt > this.#latest) this.#latest = row.changedAt;
      if (this.#cards.get(row._id)?.changedAt.getTime() === row.changedAt.getTime()) continue;
      this.#take(row);
      this.#newsAt = this.#clock.now();
      if (++taken % AT_ONCE === 0) await setImmediate();
    }
  }

  #take(row: SearchRow): void {
    const { _id, kind, column, at, topic, changedAt } = row;
    this.#cards.set(_id, { kind, column, at, topic, changedAt, substance: substanceOf(row.answer) });
    if (row.gone) this.index.remove(_id);
    else this.index.put(_id, row);
  }
}
