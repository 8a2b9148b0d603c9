/**
 * One contender in a process of its own, told over IPC what to do (worker-process.ts): enqueue, work, one release at a time,
 * count what is recorded. May be killed with -9 at any moment.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Contender, type Name, openContender, type Place } from './contender.ts';
import { CONCURRENCY, releaseOf } from './post.ts';
import { profiled } from './profiled.ts';

export interface Calls {
  open(name: Name, place: Place): Promise<void>;
  /** Releases first … first + count - 1, 50 calls at a time. Milliseconds until the last was acknowledged. */
  enqueue(first: number, count: number): Promise<number>;
  /** Works until so many posts are recorded, profiled into a folder when one is named. */
  start(profileTo: string | null): Promise<void>;
  stopProfile(): Promise<void>;
  recorded(): Promise<number>;
  /** One after another on the idle worker: milliseconds from asking until all three posts are recorded. */
  singles(first: number, count: number): Promise<readonly number[]>;
  /** VmHWM of this process in MiB. */
  peakMiB(): Promise<number>;
  close(): Promise<void>;
}

let contender: Contender;
let endProfile = async () => {};

const calls: Calls = {
  async open(name, place) {
    contender = await openContender(name, place);
  },
  async enqueue(first, count) {
    const start = performance.now();
    let next = first;
    const oneAfterAnother = async () => {
      while (next < first + count) await contender.enqueue(releaseOf(next++));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, oneAfterAnother));
    return performance.now() - start;
  },
  async start(profileTo) {
    if (profileTo) endProfile = await profiled(profileTo);
    await contender.start();
  },
  stopProfile: () => endProfile(),
  recorded: () => contender.recorded(),
  async singles(first, count) {
    const took: number[] = [];
    for (let n = first; n < first + count; n++) {
      const release = releaseOf(n);
      const start = performance.now();
      await contender.enqueue(release);
      while (!(await contender.isRecorded(release))) await sleep(1);
      took.push(performance.now() - start);
      await sleep(2);
    }
    return took;
  },
  async peakMiB() {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  },
  close: () => contender.close(),
};

interface Call {
  readonly id: number;
  readonly name: keyof Calls;
  readonly given: readonly unknown[];
}

process.on('message', ({ id, name, given }: Call) => {
  const call = calls[name] as (...given: readonly unknown[]) => Promise<unknown>;
  call(...given).then(
    (value) => process.send?.({ id, value }),
    (error: Error) => process.send?.({ id, error: error.stack ?? error.message }),
  );
});
process.once('disconnect', () => process.exit());
