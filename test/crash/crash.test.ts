/**
 * Killed with -9 at one step of every kind, at moments drawn by a few seeds, and again and again in a flood. Hundreds of
 * seeds: npm run crash. A failure names its seed: npm run crash -- --store embedded --seed 7 --seeds 1.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_START_LIMIT_MS, whyNoMongoServer } from '../support/mongo-server.ts';
import { isProven, openStage, type Proof, prove, type Stage, tell } from './prove.ts';
import { drawFlood, drawScenario, type Kill, type Scenario, scenarioWith } from './scenario.ts';
import { sideBySide } from './side-by-side.ts';
import { oneOfEach } from './step-groups.ts';
import { openStores, type StoreKind, storeNames } from './stores.ts';
import { showTable } from './table.ts';

const SEED = Number(process.env.SANWEI_SEED ?? 1);
const RANDOM_SEEDS = 2;
const KILLS_EACH = 5;
const AT_ONCE = 3;

const proofs: Proof[] = [];

for (const name of storeNames) {
  describe(`the service killed with -9 on the ${name} store (seed ${SEED})`, function () {
    this.timeout(300_000);
    let root: string | undefined;
    let store: StoreKind;
    let stage: Stage;

    before(async function () {
      this.timeout(FIRST_START_LIMIT_MS + 120_000);
      const reason = name === 'mongodb' ? whyNoMongoServer() : null;
      if (reason) {
        console.warn(reason);
        this.skip();
      }
      root = await mkdtemp(join(tmpdir(), 'sanwei-crash-'));
      store = await openStores(name);
      stage = await openStage(store, root);
    });

    after(async () => {
      await stage?.template.world.close();
      await store?.close();
      if (root) await rm(root, { recursive: true, force: true });
    });

    const proveAll = async (scenarios: readonly Scenario[]) => {
      const proven = await sideBySide(scenarios, AT_ONCE, (scenario) => prove(stage, scenario));
      proofs.push(...proven);
      assert.deepEqual(proven.filter((proof) => !isProven(proof)).map(tell), []);
      return proven.flatMap(({ lived }) => lived?.struck ?? []);
    };

    it('at one step of every kind loses nothing and doubles nothing', async () => {
      assert.deepEqual(stage.recorded.filter((proof) => !isProven(proof)).map(tell), []);
      const kills = oneOfEach(stage.steps).map((step) => ({ step, nth: 1 }));
      const seeds = Array.from({ length: Math.ceil(kills.length / KILLS_EACH) }, (_, n) => n);
      const scenarios = seeds.map((n) => {
        const own: readonly Kill[] = kills.filter((_kill, at) => at % seeds.length === n);
        return scenarioWith(own, SEED * 100 + n, stage.template);
      });
      const struck = await proveAll(scenarios);
      // Two of a scenario may want the same moment, of which there is one: that most struck shows that kills do strike.
      assert.ok(struck.length >= kills.length * 0.6, `${struck.length} of ${kills.length} kills struck`);
    });

    it('at moments drawn by chance loses nothing and doubles nothing', async () => {
      const seeds = Array.from({ length: RANDOM_SEEDS }, (_, n) => SEED + n);
      await proveAll(seeds.map((seed) => drawScenario(seed, stage.template, stage.steps)));
    });

    if (name === 'embedded')
      it('at moments of a flood of releases loses nothing and doubles nothing', async () => {
        await proveAll([drawFlood(SEED, { releases: 30, kills: 5 })]);
      });
  });
}

after(() => {
  if (proofs.length > 0 && process.env.SANWEI_CRASH_TABLE) console.log(showTable(proofs));
});
