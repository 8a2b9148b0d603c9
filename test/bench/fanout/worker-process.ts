/** The parent's handle on worker.ts: its calls as methods, and a kill that leaves it no last word. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Calls } from './worker.ts';

export interface Worker extends Calls {
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Closes in order and ends it. */
  stop(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export function startWorker(): Worker {
  const child = fork(join(import.meta.dirname, 'worker.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0060'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const call = async (name: keyof Calls, given: readonly unknown[]) => {
    const id = ++last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    child.send({ id, name, given });
    const answer = await Promise.race([answered, gone.then(() => ({ id, error: 'the worker ended' }))]);
    if (answer.error !== undefined) throw new Error(`${name}: ${answer.error}`);
    return (answer as Answer).value;
  };
  const calls = new Proxy({} as Calls, {
    get:
      (_, name: keyof Calls) =>
      (...given: readonly unknown[]) =>
        call(name, given),
  });
  const { open, enqueue, start, stopProfile, recorded, singles, peakMiB, close } = calls;
  return {
    ...{ open, enqueue, start, stopProfile, recorded, singles, peakMiB, close },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      await close();
      child.disconnect();
      await gone;
    },
  };
}
