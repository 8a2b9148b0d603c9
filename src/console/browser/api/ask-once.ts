/** What many pages show and rarely changes: asked at its first use and kept for all of them. */
import { type ShallowRef, shallowRef } from 'vue';

export interface AskedOnce<T> {
  readonly kept: Readonly<ShallowRef<T>>;
  /** Asks if nobody has. Reactive; what it was `before` until the answer came. */
  use(): Readonly<ShallowRef<T>>;
  /** Asks anew. Without an answer what was there stays, and the next use asks again. */
  read(): Promise<void>;
}

export function askOnce<T>(before: T, ask: () => Promise<T>): AskedOnce<T> {
  const kept: ShallowRef<T> = shallowRef(before);
  let isAsked = false;
  const read = async () => {
    isAsked = true;
    try {
      kept.value = await ask();
    } catch {
      isAsked = false;
    }
  };
  const use = () => {
    if (!isAsked) void read();
    return kept;
  };
  return { kept, use, read };
}
