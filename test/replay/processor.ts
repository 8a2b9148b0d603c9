/** Processor seconds of this process (the people and the platforms) and of all lives of the service that are over (proc(5), cutime). */
import { readFileSync } from 'node:fs';

export interface Processor {
  readonly here: number;
  /** null where there is no /proc. */
  readonly service: number | null;
}

/** Of a second: what Linux counts in, whatever the machine. */
const TICKS = 100;

export function readProcessor(): Processor {
  const { user, system } = process.cpuUsage();
  return { here: (user + system) / 1e6, service: ofChildren() };
}

function ofChildren(): number | null {
  try {
    // After the name, which may hold blanks and brackets.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return null;
  }
}
