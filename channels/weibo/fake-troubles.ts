/** The troubles ordered for the next calls, in order; one that shuts the door does so as soon as it is its turn. */
import type { Trouble } from '../../src/channel/fake.ts';

export interface Troubles {
  add(trouble: Trouble): void;
  /** The trouble of an action that has arrived, or null. */
  take(): Trouble | null;
  list(): readonly Trouble[];
}

export function openTroubles(shutDoor: (met: () => void) => void): Troubles {
  const waiting: Trouble[] = [];
  let shut = false;
  function arm(): void {
    if (shut || waiting[0] !== 'no-route') return;
    shut = true;
    shutDoor(() => {
      shut = false;
      waiting.shift();
      arm();
    });
  }
  return {
    add(trouble) {
      waiting.push(trouble);
      arm();
    },
    take() {
      if (waiting[0] === 'no-route') return null;
      const trouble = waiting.shift() ?? null;
      arm();
      return trouble;
    },
    list: () => [...waiting],
  };
}
