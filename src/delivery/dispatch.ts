/**
 * The dispatcher: keeps every account's lane moving while there is something due, and wakes itself for what is due later.
 * A nudge only shortens the wait; what is due stands in the store.
 */
import type { Delivery } from './delivery.ts';
import { LaneLoop } from './lane-loop.ts';
import type { Sending } from './sending.ts';
import type { PauseWatch } from './watch-pause.ts';

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
  readonly pause: Pick<PauseWatch, 'current'>;
  /** Called after a delivery moved. */
  readonly moved: () => void;
}

export function openDispatcher(dispatching: Dispatching): Dispatcher {
  const lanes = dispatching.accounts.map(({ id }) => new LaneLoop(id, dispatching, { moved, nudges: () => nudges }));
  const all = <T>(act: (lane: LaneLoop) => Promise<T>) => Promise.all(lanes.map(act));
  let nudges = 0;
  // What waited for this delivery may stand in any lane; an urgent one overtakes what is read ahead there. One that led
  // nobody when it was taken may do so since a nudge: then something was planned.
  function moved({ urgent, leads }: Delivery, nudgesWhenTaken: number): void {
    const wakes = leads || nudges !== nudgesWhenTaken;
    for (const lane of wakes ? lanes : []) urgent ? lane.nudge() : lane.goOn();
    dispatching.moved();
  }
  return {
    nudge: () => {
      nudges++;
      for (const lane of lanes) lane.nudge();
    },
    idle: async () => void (await all((lane) => lane.idle())),
    stop: async () => void (await all((lane) => lane.stop())),
  };
}
