/** However lines arrive, are sealed, folded, interrupted and folded anew: the figures are those of the plain count. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { machineClock } from '../../src/clock.ts';
import { LEDGER, ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import { SEALS, sealIndexes } from '../../src/ledger/seal.ts';
import { sealLines } from '../../src/ledger/seal-lines.ts';
import { figuresOf } from '../../src/statistics/count-figures.ts';
import { firstLinesOf, foldIndexes, foldsOf } from '../../src/statistics/first-line.ts';
import { foldLedger } from '../../src/statistics/fold-ledger.ts';
import { readPeriod } from '../../src/statistics/period.ts';
import { refold } from '../../src/statistics/refold.ts';
import { insertNew } from '../../src/store/insert-new.ts';
import { at } from '../support/builders.ts';
import { openFailing } from '../support/failing-database.ts';
import { openStore } from '../support/open-store.ts';
import { lines } from './any-lines.ts';
import { folded, linesBehind, published, rules, tell } from './on-ledger.ts';
import { scanLedger } from './scan-ledger.ts';

const PERIODS = ['2018', '2018-01', '2018-02', '2018-06', '2018-12'];

/** What happens beside the arrival of lines. */
const act = fc.constantFrom(
  'read',
  'seal',
  'refold',
  'refold in runs of a few lines',
  'die while folding',
  'die while making anew',
  'nothing',
);

describe('the folded ledger', () => {
  const store = openStore(ledgerIndexes, sealIndexes, foldIndexes);
  const empty = async () => {
    for (const name of [LEDGER, SEALS, 'first-lines', 'totals', 'folds', 'packs', 'packed-lines'])
      await store().db.collection(name).deleteMany({});
  };
  const desk = (db = store().db) => ({ db, rules, clock: machineClock });

  async function assertAsScanned(): Promise<void> {
    await folded(store().db);
    for (const name of PERIODS) {
      const period = readPeriod(name);
      const scanned = await scanLedger(store().db, period);
      const figures = (await figuresOf(store().db, rules, period)).filter(({ value }) => value > 0);
      const values = Object.fromEntries(figures.map(({ id, value }) => [id, value]));
      assert.deepEqual(values, Object.fromEntries(Object.entries(scanned).map(([id, ids]) => [id, ids.length])), name);
      for (const [id, ids] of Object.entries(scanned)) assert.deepEqual(await linesBehind(store().db, id, name), ids);
    }
  }

  const acts = {
    nothing: async () => {},
    read: () => folded(store().db).then(() => foldLedger(store().db, rules)),
    seal: () => sealLines(store().db, at('10:00')),
    refold: () => refold(desk()),
    'refold in runs of a few lines': (nth: number) => refold({ ...desk(), portions: { page: 2, run: nth } }),
    'die while folding': async (nth: number) => {
      await folded(store().db);
      const failing = openFailing(store().db);
      failing.failAt(nth, 'answer lost');
      await foldLedger(failing.db, rules).catch(() => {});
    },
    'die while making anew': async (nth: number) => {
      const failing = openFailing(store().db);
      failing.failAt(nth, 'not done');
      await refold(desk(failing.db)).catch(() => {});
      // Its silence is noticed after a minute; here at once.
      await foldsOf(store().db).updateMany({}, { $set: { making: null } });
    },
  } as const;

  it('counts as the plain way does, whatever comes in between', async () => {
    const steps = fc.array(fc.record({ some: lines, act, nth: fc.integer({ min: 1, max: 9 }) }), { maxLength: 5 });
    const property = fc.asyncProperty(steps, async (told) => {
      await empty();
      for (const { some, act: what, nth } of told) {
        // The same line may come again: what stands is what came first.
        await insertNew(ledgerOf(store().db), some as readonly Line[]);
        await acts[what](nth);
      }
      await assertAsScanned();
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is read by two processes at once', async () => {
    const other = await store().again();
    await folded(store().db);
    const many = Array.from({ length: 700 }, (_, n) =>
      published(`r${n % 300}`, 'website', { day: '2018-02-03', subject: `p${n}` }),
    );
    await tell(store().db, ...many);
    await sealLines(store().db, at('10:00'));
    await tell(
      store().db,
      ...many.map((line) => ({ ...line, _id: `${line._id}!`, on: '2018-01-05', at: new Date('2018-01-05T04:00:00Z') })),
    );
    await Promise.all([store().db, other, store().db, other].map((db) => foldLedger(db, rules)));
    await assertAsScanned();
  });

  it('is made anew while lines arrive, are sealed and are read', async () => {
    const some = (from: number, month: string) =>
      Array.from({ length: 60 }, (_, n) =>
        published(`r${(from + n) % 90}`, n % 2 ? 'website' : 'weibo', {
          day: `2018-${month}-03`,
          subject: `p${from + n}`,
        }),
      );
    await tell(store().db, ...some(0, '06'));
    await folded(store().db);
    const making = refold({ ...desk(), portions: { page: 7, run: 20 } });
    // Some of them come before what is packed already, in time and by their keys.
    for (const [at, month] of ['12', '02', '01', '06'].entries()) {
      await tell(store().db, ...some(60 * (at + 1), month));
      if (at % 2 === 0) await sealLines(store().db, machineClock.now());
      const scanned = await scanLedger(store().db, readPeriod('2018'));
      const items = (await figuresOf(store().db, rules, readPeriod('2018'))).find(({ id }) => id === 'items');
      assert.equal(items?.value, scanned.items?.length, 'up to date meanwhile');
    }
    assert.equal(await making, true);
    await assertAsScanned();
  });

  it('is made anew when the rules have changed, and nothing of the old making stays', async () => {
    await tell(store().db, published('r1', 'website', { day: '2018-02-03' }));
    await folded(store().db);
    await foldsOf(store().db).updateOne({ _id: 'figures' }, { $set: { version: 'an older one' } });
    await assert.rejects(figuresOf(store().db, rules, readPeriod('2018')), {
      code: 'unavailable',
      message: /重新计算/,
    });
    await assertAsScanned();
    const { generation } = (await foldsOf(store().db).findOne({ _id: 'figures' }))!;
    const left = await firstLinesOf(store().db).find({}).toArray();
    assert.deepEqual(
      left.filter(({ _id }) => !_id.startsWith(generation)),
      [],
    );
  });

  it('is made anew by one at a time, and says how far it is', async () => {
    await tell(store().db, published('r1', 'website', { day: '2018-02-03' }));
    const making = { generation: '0', version: 'v', startedAt: new Date(), beatAt: new Date(), folded: 5, of: 9 };
    await foldsOf(store().db).insertOne({ _id: 'figures', version: '', generation: '', upTo: 0, making });
    assert.equal(await refold(desk()), false);
    await assert.rejects(foldLedger(store().db, rules), { message: /已读 5 条，共 9 条/ });
    await foldsOf(store().db).updateOne({ _id: 'figures' }, { $set: { 'making.beatAt': new Date(0) } });
    assert.equal(await refold(desk()), true);
    await assertAsScanned();
  });
});
