/** Lives through a scenario: starts the service, lets staff work, kills it where the scenario says, until all is over. */
import type { Acknowledged, Errand } from './errands.ts';
import { Lives } from './lives.ts';
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
