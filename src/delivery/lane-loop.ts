/**
 * Keeps one account's lane moving: fills its free places with what is due, and sleeps until the next is. What a lane does
 * with a delivery is lane.ts; what it takes next, pile.ts.
 */
import { setImmediate } from 'node:timers/promises';
import type { Piece } from '../channel/contract.ts';
import { after } from '../clock.ts';
import { wordsOf } from '../log.ts';
import { levelOf } from '../store/is-unavailable.ts';
import type { Delivery } from './delivery.ts';
import type { Dispatcher, Dispatching } from './dispatch.ts';
import { carryOn, dueOn, isInDoubt, nextDueOn } from './lane.ts';
import { isHeld } from './pause.ts';
import { piecesFor } from './piece.ts';
import { Pile } from './pile.ts';
import { Rest } from './rest.ts';
import { limitsOf } from './sending.ts';

/** How soon to look whether another process has cleared its doubt: it cannot nudge this one. */
const DOUBT_PAUSE_MS = 200;

/** What a lane knows of the others. */
export interface Others {
  /** A delivery moved; `nudges` as there were when it was taken. */
  moved(delivery: Delivery, nudges: number): void;
  /** How often all lanes were nudged so far. */
  nudges(): number;
}

export class LaneLoop implements Dispatcher {
  readonly #account: string;
  readonly #dispatching: Dispatching;
  readonly #others: Others;
  readonly #inHand = new Map<Delivery, Promise<void>>();
  /** In hand, and the platform still has to do with them: only these take up a place. */
  readonly #calling = new Set<Delivery>();
  readonly #pile: Pile;
  readonly #rest: Rest;
  /** What those in the pile carry. */
  #pieces: ReadonlyMap<string, Piece> = new Map();
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(account: string, dispatching: Dispatching, others: Others) {
    this.#account = account;
    this.#dispatching = dispatching;
    this.#others = others;
    this.#pile = new Pile({ read: (room) => this.#read(room), processId: dispatching.processId });
    const { clock } = dispatching;
    this.#rest = new Rest({ clock, nextLook: (since) => this.#nextLook(since), wake: () => this.nudge() });
  }

  nudge(): void {
    this.#pile.outdate();
    this.goOn();
  }

  /** Fills free places from what was read ahead; reads again when that is used up. */
  goOn(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      // A nudge that came between the last look and here must not be lost.
      if (this.#again) this.goOn();
    });
  }

  async idle(): Promise<void> {
    this.nudge();
    while (this.#looking || this.#inHand.size > 0) await Promise.all([this.#looking, ...this.#inHand.values()]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#rest.end();
    await this.#looking;
    await Promise.all(this.#inHand.values());
  }

  async #look(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      // The embedded store answers without leaving the event loop: calls and timers must get their turn in between.
      await setImmediate();
      try {
        await this.#fill();
      } catch (error) {
        const about = { account: this.#account, err: wordsOf(error) };
        this.#dispatching.log[levelOf(error)](about, 'cannot read what is due');
        this.#rest.until(null);
      }
    }
  }

  async #fill(): Promise<void> {
    const { clock, channels } = this.#dispatching;
    const free = (limitsOf(this.#account, channels)?.atOnce ?? 1) - this.#calling.size;
    if (free <= 0) return;
    this.#rest.disturb();
    const since = clock.now();
    const next = await this.#pile.next(free, this.#isOneByOne() ? 'afresh' : 'ahead');
    if (this.#stopped) return;
    for (const delivery of next) this.#take(delivery);
    if (next.length < free) this.#rest.from(since);
  }

  /** Where posts can hide each other: what came of one is known, and asked afresh, before the next is taken. */
  #isOneByOne(): boolean {
    return (limitsOf(this.#account, this.#dispatching.channels)?.readBack ?? null) !== null;
  }

  async #read(room: number): Promise<readonly Delivery[]> {
    const pause = await this.#dispatching.pause.current();
    const wanting = { inHand: [...this.#inHand.keys()], room, pause };
    const due = await dueOn(this.#account, wanting, this.#dispatching);
    this.#pieces = await piecesFor(this.#dispatching.db, due);
    return due;
  }

  async #nextLook(since: Date): Promise<Date | null> {
    const inDoubt = await isInDoubt(this.#account, [...this.#inHand.keys()], this.#dispatching);
    return inDoubt ? after(since, DOUBT_PAUSE_MS) : await nextDueOn(this.#account, since, this.#dispatching);
  }

  #take(delivery: Delivery): void {
    const { log } = this.#dispatching;
    const nudges = this.#others.nudges();
    this.#calling.add(delivery);
    const work = this.#carryOn(delivery)
      .catch(async (error: unknown) => {
        // The store failed in the middle: the delivery stands where it was, its lease decides when it is looked at.
        log[levelOf(error)]({ delivery: delivery._id, err: wordsOf(error) }, 'delivery interrupted');
        await new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
      })
      .then(() => {
        this.#calling.delete(delivery);
        this.#inHand.delete(delivery);
        this.goOn();
        this.#others.moved(delivery, nudges);
      });
    this.#inHand.set(delivery, work);
  }

  /** What was read ahead may have been paused since. */
  async #carryOn(delivery: Delivery): Promise<void> {
    if (isHeld(delivery, await this.#dispatching.pause.current())) return;
    // What came of it is written down while the next is called.
    const called = () => {
      if (this.#isOneByOne()) return;
      this.#calling.delete(delivery);
      this.goOn();
    };
    const piece = this.#pieces.get(delivery._id);
    if (!(await carryOn(delivery, this.#dispatching, { called, piece }))) this.#pile.lose();
  }
}
