/** When the service is killed: on days and at moments drawn by a seed, whatever it is doing then. */
import type { Lives } from './lives.ts';

export interface Kill {
  /** Place of the working day in the replay, from 0. */
  readonly day: number;
  /** How far into the day, as a share of what a day has taken so far. */
  readonly share: number;
}

/** The same seed gives the same days and shares; how far the work is then differs with the machine. */
export function drawKills(count: number, seed: number, days: number): readonly Kill[] {
  let state = seed >>> 0;
  // mulberry32
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const kills = Array.from({ length: count }, () => ({ day: Math.floor(draw() * days), share: draw() }));
  return kills.sort((a, b) => a.day - b.day || a.share - b.share);
}

const FIRST_DAY_MS = 1000;

export class Killer {
  readonly #lives: Pick<Lives, 'kill' | 'ready'>;
  readonly #left: Kill[];
  readonly #waiting = new Set<NodeJS.Timeout>();
  #days = 0;
  #spentMs = 0;

  constructor(lives: Pick<Lives, 'kill' | 'ready'>, kills: readonly Kill[]) {
    this.#lives = lives;
    this.#left = [...kills];
  }

  /** A day's work, under its kills. One whose moment comes after the day's end strikes the next. */
  async during(day: number, work: () => Promise<void>): Promise<void> {
    const usualMs = this.#days === 0 ? FIRST_DAY_MS : this.#spentMs / this.#days;
    while (this.#left[0]?.day === day) this.#aim((this.#left.shift()?.share ?? 0) * usualMs);
    const startedMs = performance.now();
    await work();
    this.#days += 1;
    this.#spentMs += performance.now() - startedMs;
  }

  /** Those whose moment has not come strike one after the other, beside whatever goes on. */
  async strikeLeft(): Promise<void> {
    for (const timer of this.#waiting) {
      clearTimeout(timer);
      await this.#lives.ready();
      this.#lives.kill();
    }
    this.#waiting.clear();
  }

  stop(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
  }

  #aim(inMs: number): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      this.#lives.kill();
    }, inMs);
    this.#waiting.add(timer);
  }
}
