/**
 * Store promises: Inserts and their exclusivity; deletes.
 */
import assert from 'node:assert/strict';
import type { Collection } from '../../../src/store/collection.ts';
import { insertNew } from '../../../src/store/insert-new.ts';
import { isTaken } from '../../../src/store/is-taken.ts';
import { idsOf, type Sample, type Stage } from './stage.ts';

export function promiseInserting(stage: Stage): void {
  let rows: Collection<Sample>;
  beforeEach(() => {
    rows = stage.rows();
  });

  describe('insert', () => {
    it('refuses an _id that is there, with code 11000', async () => {
      await rows.insertOne({ _id: 'a', first: true });
      await assert.rejects(rows.insertOne({ _id: 'a', first: false }), isTaken);
      assert.equal((await rows.findOne({}))?.first, true);
    });

    it('takes the others when a list is not ordered, and names the refused', async () => {
      await rows.insertMany([{ _id: 'b' }, { _id: 'd' }]);
      const list = ['a', 'b', 'c', 'd', 'e'].map((_id) => ({ _id, new: true }));
      assert.deepEqual(await insertNew(rows, list), { taken: [1, 3] });
      assert.equal(await rows.countDocuments({ new: true }), 3);
      assert.deepEqual(await insertNew(rows, list), { taken: [0, 1, 2, 3, 4] });
      assert.deepEqual(await insertNew(rows, []), { taken: [] });
    });

    it('stops an ordered list at the first refused', async () => {
      await rows.insertOne({ _id: 'b' });
      await assert.rejects(rows.insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }]), isTaken);
      assert.deepEqual(idsOf(await rows.find({}, { sort: { _id: 1 } }).toArray()), ['a', 'b']);
    });

    it('lets exactly one of 50 at once have an _id', async () => {
      const tries = await Promise.allSettled(
        Array.from({ length: 50 }, (_, by) => rows.insertOne({ _id: 'try#1', by })),
      );
      const lost = tries.filter((one) => one.status === 'rejected');
      assert.equal(lost.length, 49);
      assert.ok(lost.every((one) => isTaken(one.reason)));
      assert.equal(tries[Number((await rows.findOne({}))?.by)]?.status, 'fulfilled');
    });
  });

  it('deletes one or many', async () => {
    await rows.createIndex({ keys: 1 });
    await rows.insertMany(['a', 'b', 'c', 'd'].map((_id) => ({ _id, keys: ['k', _id] })));
    assert.equal((await rows.deleteOne({ _id: 'b' })).deletedCount, 1);
    assert.equal((await rows.deleteOne({ _id: 'b' })).deletedCount, 0);
    assert.equal((await rows.deleteMany({ keys: { $in: ['a', 'd'] } })).deletedCount, 2);
    assert.deepEqual(idsOf(await rows.find({ keys: 'k' }).toArray()), ['c']);
  });
}
