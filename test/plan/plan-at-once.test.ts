import assert from 'node:assert/strict';
import { DELIVERIES } from '../../src/delivery/delivery.ts';
import { type PlanDesk, planReleases } from '../../src/plan/plan-release.ts';
import { anApproved, at } from '../support/builders.ts';
import { correction, openPlanning, withdrawal } from './on-store.ts';

describe('planReleases in two processes', () => {
  const { store, desk, put, replace, states, isPlanned } = openPlanning();

  /** A process that stops between reading a release and storing its deliveries, while `meanwhile` happens. */
  function slowDesk(meanwhile: () => Promise<unknown>): PlanDesk {
    const { db } = store();
    let isFirst = true;
    return {
      ...desk(),
      db: {
        collection: (name) => {
          const collection = db.collection<never>(name);
          const insertMany: typeof collection.insertMany = async (...given) => {
            if (isFirst) {
              isFirst = false;
              await meanwhile();
            }
            return await collection.insertMany(...given);
          };
          return new Proxy(collection, {
            get: (target, key) => {
              if (key === 'insertMany' && name === DELIVERIES) return insertMany;
              const value = Reflect.get(target, key);
              return typeof value === 'function' ? value.bind(target) : value;
            },
          });
        },
      },
    };
  }

  it('is planned once more when it is withdrawn while its deliveries are made', async () => {
    await put(anApproved());
    const change = { state: 'withdrawn', withdrawal, planned: false } as const;
    await planReleases(
      slowDesk(() => replace(change)),
      at('09:00'),
    );
    assert.equal(await isPlanned(), false);
    await planReleases(desk(), at('09:30'));
    assert.deepEqual([...new Set(Object.values(await states()))], ['cancelled']);
  });

  it('publishes nothing of what was withdrawn, and planned by another process, while this one slept', async () => {
    await put(anApproved());
    const change = { state: 'withdrawn', withdrawal, planned: false } as const;
    const meanwhile = async () => {
      await replace(change);
      await planReleases(desk(), at('09:30'));
      assert.equal(await isPlanned(), true);
    };
    await planReleases(slowDesk(meanwhile), at('09:00'));
    assert.equal(await isPlanned(), false, 'what this one made has still to be taken back');
    await planReleases(desk(), at('09:31'));
    assert.deepEqual([...new Set(Object.values(await states()))], ['cancelled']);
    assert.equal(await isPlanned(), true);
  });

  it('lets the newer revision win that was planned by another process while this one slept', async () => {
    await put(anApproved());
    const meanwhile = async () => {
      await replace({ ...anApproved({ revision: 2, correction }) });
      await planReleases(desk(), at('09:30'));
    };
    await planReleases(slowDesk(meanwhile), at('09:00'));
    await planReleases(desk(), at('09:31'));
    for (const [id, state] of Object.entries(await states())) {
      assert.equal(state, id.startsWith('r1:1:') ? 'cancelled' : 'waiting', id);
    }
  });
});
