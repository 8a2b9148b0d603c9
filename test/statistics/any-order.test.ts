/** Whatever happened, and in whatever order it is told: the figures are the same and keep their relations. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LEDGER, ledgerIndexes } from '../../src/ledger/ledger.ts';
import type { Line } from '../../src/ledger/line.ts';
import { sealIndexes } from '../../src/ledger/seal.ts';
import { foldIndexes } from '../../src/statistics/first-line.ts';
import { openStore } from '../support/open-store.ts';
import { lines } from './any-lines.ts';
import { tell, valuesIn } from './on-ledger.ts';

const months = Array.from({ length: 12 }, (_, i) => `2018-${String(i + 1).padStart(2, '0')}`);

describe('figures', () => {
  const store = openStore(ledgerIndexes, sealIndexes, foldIndexes);
  const afresh = async (told: readonly Line[]) => {
    for (const name of [LEDGER, 'first-lines', 'totals', 'folds', 'packs', 'packed-lines'])
      await store().db.collection(name).deleteMany({});
    if (told.length > 0) await tell(store().db, ...told);
  };

  it('are equal in whatever order the lines are posted, and strict never exceeds gross', async () => {
    const orders = lines.chain((told) =>
      fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length, maxLength: told.length })),
    );
    const property = fc.asyncProperty(orders, async ([told, shuffled]) => {
      await afresh(told);
      const figures = await valuesIn(store().db, '2018');
      await afresh(shuffled);
      assert.deepEqual(await valuesIn(store().db, '2018'), figures);
      const posts = Object.entries(figures).filter(([id]) => id.startsWith('posts:'));
      assert.ok(Number(figures.items) <= posts.reduce((sum, [, value]) => sum + value, 0), 'items ≤ posts');
      assert.ok(Number(figures.topics) <= Number(figures.replies), 'topics ≤ replies');
      const byMeans = Object.entries(figures).filter(([id]) => id.startsWith('replies-by-means:'));
      assert.equal(
        byMeans.reduce((sum, [, value]) => sum + value, 0),
        figures.replies,
        'the means add up to the replies',
      );
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('of the months add up to those of the year, and keep strict below gross in each', async () => {
    const property = fc.asyncProperty(lines, async (told) => {
      await afresh(told);
      const year = await valuesIn(store().db, '2018');
      const sums: Record<string, number> = {};
      for (const month of months) {
        const figures = await valuesIn(store().db, month);
        assert.ok(Number(figures.topics) <= Number(figures.replies), `${month}: topics ≤ replies`);
        for (const [id, value] of Object.entries(figures)) sums[id] = (sums[id] ?? 0) + value;
      }
      assert.deepEqual(sums, year);
    });
    await fc.assert(property, { numRuns: 15 });
  });
});
