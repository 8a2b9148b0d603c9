/**
 * Killed with -9 at one step of every kind, at moments drawn by a seed, and again and again in a flood. A quick round: each
 * store takes every other kind, the next seed the others. All of it on both, by hundreds of seeds: npm run crash.
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
const KILLS_EACH = 4;
const AT_ONCE = 5;

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

    it('loses nothing and doubles nothing', async () => {
      const { template, steps } = stage;
      const every = oneOfEach(steps).filter((_step, at) => at % 2 === (storeNames.indexOf(name) + SEED) % 2);
      const kills: readonly Kill[] = every.map((step) => ({ step, nth: 1 }));
      const groups = Array.from({ length: Math.ceil(kills.length / KILLS_EACH) }, (_, n) => n);
      const scenarios: Scenario[] = [
        ...groups.map((n) => {
          const own = kills.filter((_kill, at) => at % groups.length === n);
          return scenarioWith(own, SEED * 100 + n, template);
        }),
        drawScenario(SEED, template, steps),
        ...(name === 'embedded' ? [drawFlood(SEED, { releases: 20, kills: 4 })] : []),
      ];
      // They wait for looks and leases more than they work.
      const proven = await sideBySide(scenarios, AT_ONCE, (scenario) => prove(stage, scenario));
      const all = [...stage.recorded, ...proven];
      proofs.push(...all);
      assert.deepEqual(all.filter((proof) => !isProven(proof)).map(tell), []);
      const struck = proven.slice(0, groups.length).flatMap(({ lived }) => lived?.struck ?? []);
      // Two may want the same moment, of which there is one: that most struck shows that kills do strike.
      assert.ok(struck.length >= kills.length * 0.6, `${struck.length} of ${kills.length} kills struck`);
    });
  });
}

after(() => {
  if (proofs.length > 0 && process.env.SANWEI_CRASH_TABLE) console.log(showTable(proofs));
});
