/** Troubles ordered for the next calls that carry out an action, first come first served. */
import type { Trouble } from '../../src/channel/fake.ts';

export interface FakeTroubles {
  order(trouble: Trouble): void;
  /** The trouble the arriving action meets, or null. */
  meet(): Trouble | null;
  list(): readonly Trouble[];
}

/** `closeDoor` is called as soon as no-route is next, since a call that cannot arrive is never seen. */
export function openFakeTroubles(closeDoor: (refused: () => void) => void): FakeTroubles {
  const ordered: Trouble[] = [];
  let closed = false;
  const closeWhenNext = () => {
    if (closed || ordered[0] !== 'no-route') return;
    closed = true;
    closeDoor(() => {
      closed = false;
      ordered.shift();
      closeWhenNext();
    });
  };
  return {
    order(trouble) {
      ordered.push(trouble);
      closeWhenNext();
    },
    meet() {
      if (closed) return null;
      const met = ordered.shift() ?? null;
      closeWhenNext();
      return met;
    },
    list: () => [...ordered],
  };
}
