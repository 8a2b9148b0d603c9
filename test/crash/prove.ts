/** One seed on one store, from a fresh world to its verdict; and the steps there are, from lives that are only recorded. */
import { cp, readFile } from 'node:fs/promises';
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
  /** The scenarios in which they were found. */
  readonly recorded: readonly Proof[];
}

/** One seed may be at work twice. */
let worlds = 0;

/** `note` is told the steps that were gone through, those of the platforms as they come, the others at the end. */
export async function prove(
  { store, root, template }: Pick<Stage, 'store' | 'root' | 'template'>,
  scenario: Scenario,
  note: (step: string) => void = () => {},
): Promise<Proof> {
  const name = `${scenario.seed}-${++worlds}`;
  const world = await openWorld({ store, root, name, like: template.world });
  try {
    const lived = await liveThrough({ scenario, tokens: template.tokens, world, note });
    for (const step of await stepsIn(world.trace)) note(step);
    return { store: store.name, scenario, lived, verdict: await compare(scenario, lived, world) };
  } catch (error) {
    const wrong = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    const verdict = { missing: [], doubled: [], wrong, expected: 0, waiting: 0 };
    return { store: store.name, scenario, lived: null, verdict };
  } finally {
    if (process.env.CRASH_KEEP) await cp(world.folder, process.env.CRASH_KEEP, { recursive: true });
    await world.close();
  }
}

async function stepsIn(trace: string): Promise<string[]> {
  return (await readFile(trace, 'utf8')).split('\n').filter((step) => step !== '');
}

/** Makes the template and records a scenario, killed twice so that the steps of a recovery are among those found. */
export async function openStage(store: StoreKind, root: string): Promise<Stage> {
  const template = await makeTemplate(store, root);
  const found = new Set<string>();
  const kills = ['weibo:/2/statuses/share.json.taken', 'wechat:/cgi-bin/freepublish/submit.taken'];
  const scenario = scenarioWith(
    kills.map((step) => ({ step, nth: 1 })),
    0,
    template,
  );
  const recorded = [await prove({ store, root, template }, scenario, (step) => void found.add(step))];
  return { store, root, template, steps: [...found].sort(), recorded };
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
