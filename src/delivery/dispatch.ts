/**
 * The dispatcher: keeps every account's lane moving while there is something due, and wakes itself for what is due later.
 * A nudge only shortens the wait; what is due stands in the store.
 */
import type { Delivery } from './delivery.ts';
import { carryOn, dueOn, nextDueOn } from './lane.ts';
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

export function openDispatcher(dispatching: Dispatching): Dispatcher {
  const lanes = dispatching.accounts.map(({ id }) => openLane(id, dispatching));
  return {
    nudge: () => lanes.forEach((lane) => lane.nudge()),
    idle: async () => {
      await Promise.all(lanes.map((lane) => lane.idle()));
    },
    stop: async () => {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

function openLane(account: string, dispatching: Dispatching): Dispatcher {
  const inHand = new Map<string, Promise<void>>();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function nudge(): void {
    if (stopped) return;
    again = true;
    looking ??= look().finally(() => {
      looking = null;
      // A nudge that came between the last look and here must not be lost.
      if (again) nudge();
    });
  }

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      try {
        await fill();
      } catch (error) {
        dispatching.log.error({ account, err: nameOf(error) }, 'cannot read what is due');
        sleepUntil(null);
      }
    }
  }

  async function fill(): Promise<void> {
    const free = atOnce(account, dispatching) - inHand.size;
    if (free <= 0) return;
    const due = await dueOn(account, [...inHand.keys()], dispatching);
    for (const delivery of due.slice(0, free)) take(delivery);
    if (due.length === 0) sleepUntil(await nextDueOn(account, dispatching));
  }

  function take(delivery: Delivery): void {
    const work = carryOn(delivery, dispatching)
      .catch((error: unknown) => {
        // The store failed in the middle: the delivery stands where it was, its lease decides when it is looked at.
        dispatching.log.error({ delivery: delivery._id, err: nameOf(error) }, 'delivery interrupted');
        return new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
      })
      .then(() => {
        inHand.delete(delivery._id);
        dispatching.moved();
        nudge();
      });
    inHand.set(delivery._id, work);
  }

  function sleepUntil(dueAt: Date | null): void {
    clearTimeout(timer);
    if (stopped) return;
    const ms = dueAt ? dueAt.getTime() - dispatching.clock.now().getTime() : LONGEST_SLEEP_MS;
    timer = setTimeout(nudge, Math.max(1, Math.min(ms, LONGEST_SLEEP_MS)));
    timer.unref();
  }

  async function idle(): Promise<void> {
    nudge();
    while (looking || inHand.size > 0) await Promise.all([looking, ...inHand.values()]);
  }

  async function stop(): Promise<void> {
    stopped = true;
    clearTimeout(timer);
    await looking;
    await Promise.all(inHand.values());
  }

  return { nudge, idle, stop };
}

function atOnce(account: string, { channels }: Dispatching): number {
  try {
    return channels.get(account).limits.atOnce;
  } catch {
    return 1;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}
