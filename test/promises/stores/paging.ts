/**
 * Store promises: Cursor pages (src/store/page.ts) on each engine.
 */
import assert from 'node:assert/strict';
import type { Collection, Row } from '../../../src/store/collection.ts';
import { page } from '../../../src/store/page.ts';
import { at, idsOf, type Sample, type Stage } from './stage.ts';

export function promisePaging(stage: Stage): void {
  let rows: Collection<Sample>;
  beforeEach(() => {
    rows = stage.rows();
  });

  describe('page', () => {
    it('visits every row once, in order, whatever the size', async () => {
      const list = Array.from({ length: 23 }, (_, i) => ({
        _id: `r${String(i).padStart(2, '0')}`,
        dueAt: i % 4 === 0 ? null : at(i % 3),
      }));
      await rows.insertMany(list);
      await rows.createIndex({ dueAt: 1, _id: 1 });
      for (const direction of [1, -1] as const) {
        const all = await rows.find({}, { sort: { dueAt: direction, _id: direction } }).toArray();
        for (const limit of [1, 5, 23, 50]) {
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const { items, next }: { items: readonly Row[]; next: string | null } = await page(rows, {
              filter: {},
              sort: { dueAt: direction },
              limit,
              cursor,
            });
            seen.push(...idsOf(items));
            cursor = next;
          } while (cursor);
          assert.deepEqual(seen, idsOf(all), `${direction} by ${limit}`);
        }
      }
    });

    it('neither repeats nor loses rows that others add or delete meanwhile', async () => {
      await rows.insertMany(['b', 'd', 'f', 'h'].map((_id) => ({ _id, n: 1 })));
      const first = await page(rows, { filter: { n: 1 }, sort: { _id: 1 }, limit: 2 });
      await rows.insertMany([
        { _id: 'a', n: 1 },
        { _id: 'e', n: 1 },
      ]);
      await rows.deleteOne({ _id: 'd' });
      const second = await page(rows, { filter: { n: 1 }, sort: { _id: 1 }, limit: 9, cursor: first.next });
      assert.deepEqual([idsOf(first.items), idsOf(second.items), second.next], [['b', 'd'], ['e', 'f', 'h'], null]);
    });

    it('refuses a cursor that is not one of its own', async () => {
      const list = (...values: readonly unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
      await rows.insertMany(['a', 'b'].map((_id) => ({ _id, n: 1, m: 1 })));
      const anothers = (await page(rows, { filter: {}, sort: { m: 1 }, limit: 1 })).next;
      assert.ok(anothers, 'there is a second page');
      const smuggled = [list('n _id', { $gt: '' }, 'a'), list('n _id', { at: 1e99 }, 'a')];
      for (const cursor of [anothers, 'nonsense', list(), list('n _id', 'a'), list({}), ...smuggled]) {
        await assert.rejects(page(rows, { filter: {}, sort: { n: 1 }, limit: 1, cursor }), { code: 'invalid-input' });
      }
    });
  });
}
