/**
 * What is due on one account, read ahead by this process. Several processes read the same pile: where one finds that
 * another was faster, it reads afresh and takes from the front in an order of its own, so that they seldom reach for the
 * same delivery. A process by itself keeps strictly to the order of the pile.
 */
import { digestOf } from '../ids.ts';
import type { Delivery } from './delivery.ts';

/** Read beyond what there is room for, so that not every free place asks the store. */
const AHEAD = 50;

/** How far from its place in the pile a delivery may be taken where several processes take. */
const FRONT = 24;

export interface PileNeeds {
  /** As many as there is room for, in order, without those in hand. */
  read(room: number): Promise<readonly Delivery[]>;
  readonly processId: string;
}

export class Pile {
  readonly #needs: PileNeeds;
  /** Taken for what they were when they were read, so claiming one may fail. */
  #rows: Delivery[] = [];
  #isStale = false;
  #isShared = false;

  constructor(needs: PileNeeds) {
    this.#needs = needs;
  }

  /** What was read may no longer be what comes first. */
  outdate(): void {
    this.#isStale = true;
  }

  /** One that was taken from here was another process's already. */
  lose(): void {
    this.#isStale = true;
    this.#isShared = true;
  }

  /** The next `count`, or fewer when no more are due. `afresh` reads just these, whatever was read before. */
  async next(count: number, how: 'ahead' | 'afresh'): Promise<readonly Delivery[]> {
    if (this.#isStale || how === 'afresh' || this.#rows.length < count) {
      this.#isStale = false;
      const rows = await this.#needs.read(how === 'afresh' ? count : count + AHEAD);
      this.#rows = this.#isShared ? inOwnOrder(rows, this.#needs.processId) : [...rows];
      this.#isShared = false;
    }
    return this.#rows.splice(0, count);
  }
}

/** Urgent first as before; among those at the front an order that no other process has. */
export function inOwnOrder(rows: readonly Delivery[], processId: string): Delivery[] {
  const front = rows.slice(0, FRONT).map((row) => ({ row, place: digestOf(`${processId} ${row._id}`) }));
  front.sort((a, b) => Number(b.row.urgent) - Number(a.row.urgent) || (a.place < b.place ? -1 : 1));
  return [...front.map(({ row }) => row), ...rows.slice(FRONT)];
}
