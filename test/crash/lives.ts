/** The lives of the service in a scenario, one after the other, each but the last with its own death. */
import { setTimeout as pause } from 'node:timers/promises';
import { countdown } from './die-at.ts';
import { type Life, startLife } from './life.ts';
import type { Living } from './live-through.ts';
import type { Kill } from './scenario.ts';
import type { Work } from './work.ts';

const LOOK_MS = 100;

export class Lives {
  readonly struck: Kill[] = [];
  readonly killed = new Set<string>();
  count = 0;
  readonly #living: Living;
  readonly #work: Work;
  readonly #until: number;
  readonly #kills: Kill[];
  #life: Life | null = null;

  constructor(living: Living, work: Work, until: number) {
    this.#living = living;
    this.#work = work;
    this.#until = until;
    this.#kills = [...living.scenario.kills];
  }

  /** One life, from start to end; false when it was the last one. */
  async next(): Promise<boolean> {
    this.count += 1;
    let kill = this.#kills.shift() ?? null;
    const life = this.#start(kill);
    const ready = await life.ready;
    this.#work.begin();
    while (!life.isOver()) {
      if (performance.now() > this.#until) throw new Error(`not over in time:\n${life.logged().slice(-6000)}`);
      if (await this.#work.isQuiet()) {
        // What it was to die at did not come up: it may die at the next.
        if (!this.#work.begin()) break;
        kill = this.#kills.shift() ?? kill;
        this.#expect(life, kill);
      }
      await Promise.race([life.gone, pause(LOOK_MS)]);
    }
    const isDone = !life.isOver();
    if (isDone) await life.stop();
    const wasKilled = await life.gone;
    if (!wasKilled && !isDone) throw new Error(`it left by itself:\n${life.logged()}`);
    if (!wasKilled) return false;
    if (!kill) throw new Error(`nobody killed it:\n${life.logged()}`);
    this.struck.push(kill);
    if (ready) this.killed.add(ready.ready);
    return true;
  }

  async end(): Promise<void> {
    this.#life?.kill();
    await this.#life?.gone;
  }

  #start(kill: Kill | null): Life {
    const { scenario, world } = this.#living;
    const life = startLife(
      {
        ...world.env,
        CRASH_TRACE: world.trace,
        ...(kill && 'step' in kill && { CRASH_DEATH: JSON.stringify(kill) }),
        ...(scenario.isUnordered && { CRASH_UNORDERED: '1' }),
        ...(scenario.isElsewhere && { CRASH_HOST: `elsewhere-${this.count}` }),
      },
      world.folder,
    );
    this.#life = life;
    this.#watch(life, kill);
    return life;
  }

  #expect(life: Life, kill: Kill | null): void {
    if (kill && 'step' in kill) life.expect(kill);
    this.#watch(life, kill);
  }

  /** The deaths that come from outside. */
  #watch(life: Life, kill: Kill | null): void {
    const { world, note } = this.#living;
    const count = countdown(kill && 'step' in kill ? kill : null, life.kill);
    world.onStep = (step) => {
      note?.(step);
      count(step);
    };
    if (kill && 'afterMs' in kill) setTimeout(life.kill, kill.afterMs).unref();
  }
}
