/** Lives through a scenario: starts the service, lets staff work, kills it where the scenario says, until all is over. */
import { setTimeout as pause } from 'node:timers/promises';
import { countdown } from './die-at.ts';
import type { Acknowledged, Errand } from './errands.ts';
import { type Life, startLife } from './life.ts';
import type { Kill, Scenario } from './scenario.ts';
import { openStaff, type Tokens } from './staff.ts';
import { Work } from './work.ts';
import type { World } from './world.ts';

export interface Lived {
  readonly acknowledged: readonly Acknowledged[];
  /** The release or reply of each errand. */
  readonly subjects: ReadonlyMap<Errand, string>;
  /** Kills that struck. */
  readonly struck: readonly Kill[];
  /** Process ids of the lives that were killed when they were up. */
  readonly killed: ReadonlySet<string>;
  readonly lives: number;
  readonly seconds: number;
}

export interface Living {
  readonly scenario: Scenario;
  readonly tokens: Tokens;
  readonly world: World;
  /** Told every step of a platform. */
  readonly note?: (step: string) => void;
}

/** Longest that everything together may take: three times what pulse and pauses need on a busy machine. */
const PATIENCE_MS = 180_000;
const LOOK_MS = 100;

/** Throws when it does not come to an end. */
export async function liveThrough(living: Living): Promise<Lived> {
  const { scenario, tokens, world } = living;
  const work = new Work(scenario, openStaff(world.url, tokens));
  const since = performance.now();
  const lives = new Lives(living, work, since + PATIENCE_MS);
  try {
    while (await lives.next());
  } finally {
    await Promise.all([work.end(), lives.end()]);
  }
  const { struck, killed, count } = lives;
  const { acknowledged, subjects } = work;
  return { acknowledged, subjects, struck, killed, lives: count, seconds: (performance.now() - since) / 1000 };
}

class Lives {
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
    if (!life.isOver()) await life.stop();
    if (!(await life.gone)) return false;
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
