/**
 * Whether everything is paused, for the lanes: they ask before every delivery, the store is asked once a second at most.
 * So another process's pause is heeded within a second, our own at once.
 */
import type { Database } from '../store/collection.ts';
import { currentPause, type Pause } from './pause.ts';

export interface PauseWatch {
  current(): Promise<Pause | null>;
  /** It was changed by this process: ask again. */
  changed(): void;
}

const REMEMBERED_MS = 1000;

export function watchPause(db: Database): PauseWatch {
  let known: Promise<Pause | null> | null = null;
  const forget = () => {
    known = null;
  };
  return {
    current: () => {
      if (known) return known;
      const asked = currentPause(db);
      known = asked;
      asked.catch(forget);
      setTimeout(() => known === asked && forget(), REMEMBERED_MS).unref();
      return asked;
    },
    changed: forget,
  };
}
