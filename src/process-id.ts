/** Names of processes, as they stand in tries and runs: host, number and chance, since numbers come again. */
import { hostname } from 'node:os';
import { newSecret } from './ids.ts';

/** `host/pid/chance` of this process. */
export function newProcessId(): string {
  return `${hostname()}/${process.pid}/${newSecret().slice(0, 6)}`;
}

/**
 * Whether a process is certainly gone: it ran on this host under a number that no process has now. Of processes elsewhere,
 * or whose number is in use again, nothing is known: their leases decide.
 */
export function isGone(processId: string): boolean {
  const [host, number] = processId.split('/');
  const pid = Number(number);
  if (host !== hostname() || !Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0); // asks only, sends nothing
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
