/**
 * A database that kills its process at one named write: before it is asked for, or after it is on the disk and
 * acknowledged, when the process hears nothing more of it.
 */
import type { Database } from '../../src/store/collection.ts';
import { nameWrite, WRITES } from './name-write.ts';

/** The moment of a death: the nth time in one life that this step is reached. */
export interface Death {
  /** `<write>.before` or `<write>.after`, or a step of a platform (relay.ts). */
  readonly step: string;
  readonly nth: number;
}

/** The same database; `reach` is told of every step and may not return. */
export function aroundWrites(db: Database, reach: (step: string) => void): Database {
  const collection = ((name: string) => surround(db.collection(name), name, reach)) as Database['collection'];
  return { collection, ...(db.keepsOrder && { keepsOrder: true }) };
}

/** Counts steps and calls `die` at the one meant. */
export function countdown(death: Death | null, die: () => void): (step: string) => void {
  let left = death?.nth ?? 0;
  return (step) => {
    if (step === death?.step && --left === 0) die();
  };
}

function surround<C extends object>(inner: C, name: string, reach: (step: string) => void): C {
  return new Proxy(inner, {
    get(target, method: string) {
      const value = Reflect.get(target, method) as unknown;
      if (typeof value !== 'function') return value;
      const ask = value.bind(target) as (...args: unknown[]) => unknown;
      if (!WRITES.has(method)) return ask;
      return (...args: unknown[]) => {
        const step = nameWrite(name, method, args);
        reach(`${step}.before`);
        return (ask(...args) as Promise<unknown>).finally(() => reach(`${step}.after`));
      };
    },
  });
}
