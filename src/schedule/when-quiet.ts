/**
 * Puts a nudge off while there is a flood: what must be answered at once goes before what may be worked on later.
 */
import { performance } from 'node:perf_hooks';
import { seconds } from '../clock.ts';

/** `atMostMs`: a flood that does not end must not keep its own work waiting for ever. */
const PATIENCE = { quietMs: 100, atMostMs: seconds(5) };

/** Calls `nudge` once it has not been called for a moment, and after some seconds at the latest. */
export function whenQuiet(nudge: () => void, { quietMs, atMostMs } = PATIENCE): () => void {
  let since = 0;
  let timer: NodeJS.Timeout | null = null;
  const end = () => {
    timer = null;
    nudge();
  };
  return () => {
    const now = performance.now();
    if (timer === null) {
      since = now;
      timer = setTimeout(end, quietMs).unref();
    } else if (now - since < atMostMs) timer.refresh();
  };
}
