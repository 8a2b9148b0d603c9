/** Waits for a database that is away: a schedule is one call at one time, nobody would ask for it again. */
import { setTimeout as wait } from 'node:timers/promises';
import { isUnavailable } from '../store/is-unavailable.ts';

export interface Patience {
  /** Longest wait, in ms of real time. */
  readonly withinMs: number;
  /** Ends the wait when the service stops. */
  readonly signal: AbortSignal;
}

const PAUSE_MS = 1000;

/** Does the work, again and again while the database is away; then, or on any other error, that error comes out. */
export async function untilBack<R>(work: () => Promise<R>, { withinMs, signal }: Patience): Promise<R> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted || performance.now() > untilMs) throw error;
    }
    await wait(PAUSE_MS, null, { signal }).catch(() => {});
  }
}
