/**
 * npm run crash -- [--store embedded|mongodb] [--seed 7] [--seeds 200] [--at-once 2]: hundreds of deaths, one table. A seed
 * is replayed by itself with --seed 7 --seeds 1; --at a,b dies at these steps instead of drawn ones; --flood adds fifty
 * releases at once, killed ten times; --steps lists what there is to die at. CRASH_KEEP=folder keeps the last world: its
 * store, its platforms and the steps it went through. Ends with 1 when anything disagrees.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isProven, openStage, type Proof, prove, tell } from './prove.ts';
import { drawFlood, drawScenario, scenarioWith } from './scenario.ts';
import { sideBySide } from './side-by-side.ts';
import { groupOf } from './step-groups.ts';
import { openStores, type StoreName, storeNames } from './stores.ts';
import { showTable } from './table.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    seed: { type: 'string', default: process.env.SANWEI_SEED ?? '1' },
    seeds: { type: 'string', default: '200' },
    at: { type: 'string' },
    flood: { type: 'boolean', default: false },
    steps: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '2' },
  },
});

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** What goes on by itself takes seconds; a minute means that only the pulse found it. */
const SLOW_S = 40;

function tellSlow({ store, scenario, lived }: Proof): void {
  if (lived && lived.seconds > SLOW_S) say(`${store}: seed ${scenario.seed} took ${Math.round(lived.seconds)} s`);
}

async function proveAll(name: StoreName, seeds: readonly number[], root: string): Promise<readonly Proof[]> {
  const store = await openStores(name);
  const stage = await openStage(store, root);
  say(`${name}: ${stage.steps.length} steps to die at`);
  if (values.steps) for (const step of stage.steps) say(`  ${groupOf({ step, nth: 1 })}: ${step}`);
  const deaths = values.at?.split(',').map((step) => ({ step, nth: 1 }));
  const { template, steps } = stage;
  const drawn = seeds.map((seed) =>
    deaths ? scenarioWith(deaths, seed, template) : drawScenario(seed, template, steps),
  );
  const scenarios = values.flood ? [...drawn, drawFlood(first, { releases: 50, kills: 10 })] : drawn;
  const proofs = await sideBySide(scenarios, Number(values['at-once']), async (scenario) => {
    const proof = await prove(stage, scenario);
    if (!isProven(proof)) say(tell(proof));
    else if (scenario.seed % 20 === 0) say(`${name}: seed ${scenario.seed} is through`);
    return proof;
  });
  for (const proof of [...stage.recorded, ...proofs]) tellSlow(proof);
  for (const proof of stage.recorded) if (!isProven(proof)) say(tell(proof));
  await stage.template.world.close();
  await store.close();
  return [...stage.recorded, ...proofs];
}

const first = Number(values.seed);
const seeds = Array.from({ length: Number(values.seeds) }, (_, n) => first + n);
const chosen = values.store ? storeNames.filter((name) => name === values.store) : storeNames;
const root = await mkdtemp(join(tmpdir(), 'sanwei-crash-'));
const proofs: Proof[] = [];
for (const name of chosen) proofs.push(...(await proveAll(name, seeds, root)));
await rm(root, { recursive: true, force: true });
say(showTable(proofs));
process.exitCode = proofs.every(isProven) && proofs.length > 0 ? 0 : 1;
