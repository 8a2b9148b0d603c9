/** One seed on one store, from a fresh world to its verdict; and the steps there are, from lives that are only recorded. */
import { readFile } from 'node:fs/promises';
import { compare, type Verdict } from './compare.ts';
import { type Lived, liveThrough } from './live-through.ts';
import { type Scenario, scenarioWith } from './scenario.ts';
import type { StoreKind, StoreName } from './stores.ts';
import { makeTemplate, type Template } from './template.ts';
import { openWorld } from './world.ts';

export interface Proof {
  readonly store: StoreName;
  readonly scenario: Scenario;
  /** Null when it did not come to an end. */
  readonly lived: Lived | null;
  readonly verdict: Verdict;
}

/** A store with its template, and what can be killed at. */
export interface Stage {
  readonly store: StoreKind;
  readonly root: string;
  readonly template: Template;
  readonly steps: readonly string[];
}

export async function prove({ store, root, template }: Omit<Stage, 'steps'>, scenario: Scenario): Promise<Proof> {
  const name = `s${scenario.seed}`;
  const world = await openWorld({ store, root, name, like: template.world });
  try {
    const lived = await liveThrough({ scenario, tokens: template.tokens, world });
    return { store: store.name, scenario, lived, verdict: await compare(scenario, lived, world) };
  } catch (error) {
    const wrong = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    const verdict = { missing: [], doubled: [], wrong, expected: 0, waiting: 0 };
    return { store: store.name, scenario, lived: null, verdict };
  } finally {
    await world.close();
  }
}

/** Makes the template and records two scenarios, so that the steps of a recovery are among those found. */
export async function openStage(store: StoreKind, root: string): Promise<Stage> {
  const template = await makeTemplate(store, root);
  const deaths = [
    [{ step: 'weibo:/2/statuses/share.json.taken', nth: 1 }],
    [{ step: 'wechat:/cgi-bin/freepublish/submit.taken', nth: 1 }],
  ];
  const steps = await Promise.all(
    deaths.map(async (kills, n) => await record({ store, root, template }, scenarioWith(kills, -1 - n, template))),
  );
  return { store, root, template, steps: [...new Set(steps.flat())].sort() };
}

async function record({ store, root, template }: Omit<Stage, 'steps'>, scenario: Scenario): Promise<string[]> {
  const world = await openWorld({ store, root, name: `r${-scenario.seed}`, like: template.world });
  const platform: string[] = [];
  try {
    await liveThrough({ scenario, tokens: template.tokens, world, note: (step) => void platform.push(step) });
    return [...(await readFile(world.trace, 'utf8')).split('\n').filter((step) => step !== ''), ...platform];
  } finally {
    await world.close();
  }
}

export function isProven({ verdict: { missing, doubled, wrong } }: Proof): boolean {
  return missing.length + doubled.length + wrong.length === 0;
}

/** A failing seed in words, with what it takes to have it again. */
export function tell({ store, scenario, verdict }: Proof): string {
  const { seed, kills } = scenario;
  const all = [...verdict.missing, ...verdict.doubled, ...verdict.wrong];
  return [`seed ${seed} on ${store}, killed at ${JSON.stringify(kills)}:`, ...all.map((one) => `  - ${one}`)].join(
    '\n',
  );
}
