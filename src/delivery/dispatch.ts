/**
 * The dispatcher: keeps every account's lane moving while there is something due, and wakes itself for what is due later.
 * A nudge only shortens the wait; what is due stands in the store.
 */
import { setImmediate } from 'node:timers/promises';
import { after } from '../clock.ts';
import type { Delivery } from './delivery.ts';
import { carryOn, dueOn, isInDoubt, limitsOf, nextDueOn } from './lane.ts';
import type { Sending } from './sending.ts';

export interface Dispatcher {
  /** There may be something due. */
  nudge(): void;
  /** Resolves when nothing is due and nothing is in hand. */
  idle(): Promise<void>;
  /** Takes nothing new and waits for what is in hand. */
  stop(): Promise<void>;
}

export interface Dispatching extends Sending {
  readonly accounts: readonly { readonly id: string }[];
  /** Called after a delivery moved. */
  readonly moved: () => void;
}

/** Longest sleep, so that a moved clock or another process's work is noticed. */
const LONGEST_SLEEP_MS = 30_000;

/** How soon to look whether another process has cleared its doubt: it cannot nudge this one. */
const DOUBT_PAUSE_MS = 200;

export function openDispatcher(dispatching: Dispatching): Dispatcher {
  const lanes = dispatching.accounts.map(({ id }) => new Lane(id, dispatching));
  const all = <T>(act: (lane: Lane) => Promise<T>) => Promise.all(lanes.map(act));
  return {
    nudge: () => {
      for (const lane of lanes) lane.nudge();
    },
    idle: async () => void (await all((lane) => lane.idle())),
    stop: async () => void (await all((lane) => lane.stop())),
  };
}

class Lane implements Dispatcher {
  readonly #account: string;
  readonly #dispatching: Dispatching;
  readonly #inHand = new Map<Delivery, Promise<void>>();
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(account: string, dispatching: Dispatching) {
    this.#account = account;
    this.#dispatching = dispatching;
  }

  nudge(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
      // A nudge that came between the last look and here must not be lost.
      if (this.#again) this.nudge();
    });
  }

  async idle(): Promise<void> {
    this.nudge();
    while (this.#looking || this.#inHand.size > 0) await Promise.all([this.#looking, ...this.#inHand.values()]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
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
        this.#dispatching.log.error({ account: this.#account, err: nameOf(error) }, 'cannot read what is due');
        this.#sleepUntil(null);
      }
    }
  }

  async #fill(): Promise<void> {
    const free = (limitsOf(this.#account, this.#dispatching.channels)?.atOnce ?? 1) - this.#inHand.size;
    if (free <= 0) return;
    const since = this.#dispatching.clock.now();
    const due = await dueOn(this.#account, { inHand: [...this.#inHand.keys()], room: free }, this.#dispatching);
    if (this.#stopped) return;
    for (const delivery of due.slice(0, free)) this.#take(delivery);
    if (due.length < free) this.#sleepUntil(await this.#nextLook(since));
  }

  async #nextLook(since: Date): Promise<Date | null> {
    const inDoubt = await isInDoubt(this.#account, [...this.#inHand.keys()], this.#dispatching);
    return inDoubt ? after(since, DOUBT_PAUSE_MS) : await nextDueOn(this.#account, since, this.#dispatching);
  }

  #take(delivery: Delivery): void {
    const { log, moved } = this.#dispatching;
    const work = carryOn(delivery, this.#dispatching)
      .catch(async (error: unknown) => {
        // The store failed in the middle: the delivery stands where it was, its lease decides when it is looked at.
        log.error({ delivery: delivery._id, err: nameOf(error) }, 'delivery interrupted');
        await new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
      })
      .then(() => {
        this.#inHand.delete(delivery);
        moved();
        this.nudge();
      });
    this.#inHand.set(delivery, work);
  }

  #sleepUntil(dueAt: Date | null): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const ms = dueAt ? dueAt.getTime() - this.#dispatching.clock.now().getTime() : LONGEST_SLEEP_MS;
    this.#timer = setTimeout(() => this.nudge(), Math.max(1, Math.min(ms, LONGEST_SLEEP_MS)));
    this.#timer.unref();
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}
