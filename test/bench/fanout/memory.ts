/** Memory of a server and its children: the peak of what they hold together, shared pages counted once. */
import { readdirSync, readFileSync } from 'node:fs';

export interface MemoryWatch {
  /** MiB, or null where there is no server. */
  peakMiB(): number | null;
  stop(): void;
}

const EVERY_MS = 500;

/**
 * Looks twice a second at the proportional set size (proc(5), smaps_rollup) of a process and all below it. A single
 * process's own high-water mark would count PostgreSQL's shared buffers once for each of its processes.
 */
export function watchMemory(pid: number | null): MemoryWatch {
  if (pid === null) return { peakMiB: () => null, stop: () => {} };
  let peak = 0;
  const look = () => {
    peak = Math.max(
      peak,
      withChildren(pid).reduce((sum, one) => sum + pssKiB(one), 0),
    );
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return {
    peakMiB: () => {
      look();
      return peak / 1024;
    },
    stop: () => clearInterval(timer),
  };
}

/** A process and all below it. */
export function withChildren(pid: number): readonly number[] {
  const parents = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [[Number(name), parentOf(name)]] : []));
  const found = [pid];
  for (const one of found) found.push(...parents.flatMap(([child = 0, parent]) => (parent === one ? [child] : [])));
  return found;
}

function parentOf(pid: string): number {
  return Number(/\) \S (\d+)/.exec(readOrNothing(`/proc/${pid}/stat`))?.[1]);
}

function pssKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** A process may end between two looks. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
