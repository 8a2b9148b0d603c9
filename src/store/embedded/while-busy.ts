/**
 * Waits without stopping the process while another one holds the file's lock. SQLite itself waits only for a moment
 * (connection.ts): its waiting blocks everything else.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './store-error.ts';

const LONGEST_WAIT_MS = 30_000;
const LONGEST_PAUSE_MS = 20;

/** Does the work, again and again while the file is locked, for half a minute at most; then the error comes out. */
export async function whileBusy<R>(work: () => R): Promise<R> {
  const until = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    // By chance, so that two processes do not keep step.
    await pause(1 + Math.random() * LONGEST_PAUSE_MS);
  }
}
