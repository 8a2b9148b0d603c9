import assert from 'node:assert/strict';
import type { App } from '../../src/app.ts';
import { runSlot } from '../../src/schedule/run-slot.ts';
import { RUNS, type Run, runIndexes, type Schedule } from '../../src/schedule/schedule.ts';
import type { Database } from '../../src/store/collection.ts';
import { aClock, at, counted, silentLog } from '../support/builders.ts';
import { openFailing } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';

const slot = at('07:40');

describe('runSlot', () => {
  const store = openStore(runIndexes);
  const run = counted(async (_app: App, _slot: Date): Promise<void> => {});
  const schedule: Schedule = {
    name: 'check',
    purpose: '检查',
    cron: () => '40 7 * * *',
    missed: { make: 'skip' },
    run,
  };
  beforeEach(() => {
    run.calls.length = 0;
  });

  /** Only what a run needs of the app. */
  const anApp = (db: Database, processId = 'here') =>
    ({ db, processId, clock: aClock(), log: silentLog }) as unknown as App;
  const runs = () => store().db.collection<Run>(RUNS).find({}).toArray();

  it('runs it and writes down how it went', async () => {
    assert.equal(await runSlot(anApp(store().db), schedule, { slot }), true);
    const times = { startedAt: at('09:00'), endedAt: at('09:00') };
    assert.deepEqual(await runs(), [
      { _id: 'check@2026-03-01T23:40:00.000Z', schedule: 'check', slot, by: 'here', ...times, outcome: 'ok' },
    ]);
    assert.deepEqual(run.calls[0]?.[1], slot);
  });

  it('runs once when two processes come to the same slot', async () => {
    const others = await Promise.all([store().again(), store().again()]);
    const ran = await Promise.all(
      [store().db, ...others].map((db, i) => runSlot(anApp(db, `process ${i}`), schedule, { slot })),
    );
    assert.deepEqual(ran.toSorted(), [false, false, true]);
    assert.equal(run.calls.length, 1);
    assert.equal((await runs()).length, 1);
  });

  it('does not run a slot that was begun, even by a process that died in it', async () => {
    await runSlot(anApp(store().db), schedule, { slot });
    await store()
      .db.collection<Run>(RUNS)
      .updateOne({}, { $set: { endedAt: null, outcome: null } });
    assert.equal(await runSlot(anApp(store().db, 'another'), schedule, { slot }), false);
  });

  it('runs the next slot, and another schedule at the same time', async () => {
    await runSlot(anApp(store().db), schedule, { slot });
    assert.equal(await runSlot(anApp(store().db), schedule, { slot: at('07:41') }), true);
    assert.equal(await runSlot(anApp(store().db), { ...schedule, name: 'other' }, { slot }), true);
  });

  for (const trouble of ['not done', 'answer lost'] as const) {
    it(`runs once, a little later, when its first write fails: ${trouble}`, async () => {
      const failing = openFailing(store().db);
      failing.failAt(1, trouble);
      assert.equal(await runSlot(anApp(failing.db), schedule, { slot }), true);
      assert.equal(run.calls.length, 1);
      assert.equal((await runs())[0]?.outcome, 'ok');
    });
  }

  it('ends a run that fails in its record, never in the process', async () => {
    const failing: Schedule = {
      ...schedule,
      run: async () => {
        throw new TypeError('x is undefined');
      },
    };
    assert.equal(await runSlot(anApp(store().db), failing, { slot }), true);
    assert.equal((await runs())[0]?.outcome, 'TypeError: x is undefined');
  });
});
