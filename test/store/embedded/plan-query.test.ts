import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Filter, Row, Sort } from '../../../src/store/collection.ts';
import { EmbeddedCollection } from '../../../src/store/embedded/embedded-collection.ts';
import type { EmbeddedStore } from '../../../src/store/embedded/embedded-store.ts';
import { openEmbedded } from '../../../src/store/embedded/open-embedded.ts';
import { planFilter, planSort } from '../../../src/store/embedded/plan-query.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Sample extends Row {
  readonly [field: string]: unknown;
}

describe('planFilter and planSort', () => {
  const folder = temporaryFolder();
  let store: EmbeddedStore;
  let rows: EmbeddedCollection<Sample>;

  beforeEach(async () => {
    store = await openEmbedded(join(folder(), 'test.db'));
    rows = new EmbeddedCollection(store, 'rows');
    await rows.createIndex({ state: 1, dueAt: 1 });
    await rows.createIndex({ 'unposted._id': 1 });
    await rows.insertOne({ _id: 'a', state: 'x', dueAt: new Date(0), unposted: [{ _id: 'l' }] });
  });
  afterEach(() => store.close());

  function plan(filter: Filter, sort: Sort = {}): { isExact: boolean; steps: string; values: number } {
    store.catalog.refresh();
    const table = store.catalog.find('rows');
    assert.ok(table);
    const where = planFilter(table, filter);
    const order = planSort(table, sort);
    const sql = `EXPLAIN QUERY PLAN SELECT n, doc FROM rows WHERE ${where.sql}${order ? ` ORDER BY ${order}` : ''}`;
    const steps = store.connection.all<{ detail: string }>(sql, ...where.values);
    return { isExact: where.isExact, steps: steps.map((step) => step.detail).join('; '), values: where.values.length };
  }

  it('lets the index find, sort and cut', () => {
    const due = plan({ state: 'waiting', dueAt: { $lte: new Date() } }, { dueAt: 1 });
    assert.equal(due.isExact, true);
    assert.match(
      due.steps,
      /SEARCH rows USING INDEX rows\(state_1_dueAt_1\) \(f_state=\? AND f_dueAt>\? AND f_dueAt<\?\)$/,
    );
  });

  it('reads of an index what is between the ends of a range, and no more', () => {
    const one = plan({ state: { $gt: 'a', $lte: 'b' } }, { state: 1, dueAt: 1 });
    assert.equal(one.isExact, true);
    assert.match(one.steps, /^SEARCH rows USING INDEX rows\(state_1_dueAt_1\) \(f_state>\? AND f_state<\?\)$/);
    assert.equal(one.values, 2, 'no ends of the type beside them');
  });

  it('reads an index backwards and breaks ties by _id', () => {
    assert.match(
      plan({ state: 'x' }, { dueAt: -1, _id: -1 }).steps,
      /USING INDEX rows\(state_1_dueAt_1\) \(f_state=\?\); USE TEMP B-TREE FOR LAST TERM/,
    );
  });

  it('finds by _id without a scan', () => {
    assert.match(plan({ _id: 'a', state: 'x' }).steps, /^SEARCH rows USING INDEX sqlite_autoindex_rows_1 \(_id=\?\)$/);
  });

  it('finds by as many ids as one likes without a scan', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `id-${n}“文”`);
    const told = plan({ _id: { $in: ids } });
    assert.equal(told.isExact, true);
    assert.match(told.steps, /^SEARCH rows USING INDEX sqlite_autoindex_rows_1 \(_id=\?\)/);
    assert.doesNotMatch(told.steps, /SCAN rows/);
  });

  it('looks for values of arrays in the side table', () => {
    const told = plan({ 'unposted._id': { $gt: '' } });
    assert.equal(told.isExact, true);
    assert.match(told.steps, /SEARCH rows\[unposted\._id\] USING PRIMARY KEY \(v>\? AND v<\?\)/);
    assert.doesNotMatch(told.steps, /SCAN/);
  });

  it('narrows by what it can and leaves the rest to the last word', () => {
    const mixed = plan({ state: 'x', title: 'y' });
    assert.equal(mixed.isExact, false);
    assert.match(mixed.steps, /SEARCH rows USING INDEX/);
  });

  it('claims nothing about what columns cannot tell', () => {
    for (const filter of [
      { title: 'y' },
      { state: { $regex: '^x' } },
      { state: { $exists: true } },
      { state: { a: 1 } },
      { 'unposted._id': { $ne: 'l' } },
      { 'unposted._id': null },
      { $nor: [{ state: 'x' }] },
      { $or: [{ state: 'x' }, { title: 'y' }] },
    ]) {
      assert.equal(plan(filter).isExact, false, JSON.stringify(filter));
    }
  });

  it('has no order by a path with arrays', () => {
    store.catalog.refresh();
    const table = store.catalog.find('rows');
    assert.ok(table);
    assert.equal(planSort(table, { 'unposted._id': 1 }), null);
    assert.equal(planSort(table, { title: 1 }), null);
  });
});
