/**
 * Something small in the store that is asked for very often, by whoever must know of it before he acts: the store is asked
 * once a second at most. So another process's change is heeded within a second, our own at once.
 */

export interface Remembered<T> {
  current(): Promise<T>;
  /** It was changed by this process: ask again. */
  changed(): void;
}

const REMEMBERED_MS = 1000;

export function remember<T>(ask: () => Promise<T>): Remembered<T> {
  let known: Promise<T> | null = null;
  const forget = () => {
    known = null;
  };
  return {
    current: () => {
      if (known) return known;
      const asked = ask();
      known = asked;
      asked.catch(forget);
      setTimeout(() => known === asked && forget(), REMEMBERED_MS).unref();
      return asked;
    },
    changed: forget,
  };
}
