/**
 * Store promises: Update operators, conditions, upserts, find-and-change.
 */
import assert from 'node:assert/strict';
import type { Collection } from '../../../src/store/collection.ts';
import { at, counts, idsOf, NOON, type Sample, type Stage } from './stage.ts';

export function promiseUpdating(stage: Stage): void {
  let rows: Collection<Sample>;
  beforeEach(() => {
    rows = stage.rows();
  });

  describe('update', () => {
    beforeEach(async () => {
      await rows.insertOne({ _id: 'a', state: 'waiting', tries: 1, nested: { n: 1 }, list: ['x'] });
    });
    const now = async () => await rows.findOne({ _id: 'a' });

    it('sets, unsets, counts, pushes in one step', async () => {
      const change = {
        $set: { state: 'sending', 'nested.at': NOON },
        $unset: { 'nested.n': '' },
        $inc: { tries: 2 },
        $push: { list: 'y' },
      };
      assert.deepEqual(counts(await rows.updateOne({ _id: 'a' }, change)), [1, 1, 0]);
      assert.deepEqual(await now(), { _id: 'a', state: 'sending', tries: 3, nested: { at: NOON }, list: ['x', 'y'] });
    });

    it('makes what is missing on the way', async () => {
      await rows.updateOne(
        { _id: 'a' },
        { $set: { 'deep.er': { x: 1 } }, $inc: { count: 1 }, $push: { log: { $each: [1, 2] } } },
      );
      const { deep, count, log } = (await now())!;
      assert.deepEqual({ deep, count, log }, { deep: { er: { x: 1 } }, count: 1, log: [1, 2] });
    });

    it('adds to a set once, takes values out, keeps the least and the greatest', async () => {
      await rows.updateOne({ _id: 'a' }, { $addToSet: { list: 'x' } });
      await rows.updateOne({ _id: 'a' }, { $addToSet: { list: { $each: ['x', 'y'] } } });
      assert.deepEqual((await now())?.list, ['x', 'y']);
      await rows.updateOne(
        { _id: 'a' },
        { $pull: { list: 'x' }, $max: { tries: 5, lastAt: at(2) }, $min: { least: 3 } },
      );
      await rows.updateOne({ _id: 'a' }, { $max: { lastAt: at(1) } });
      await rows.updateOne({ _id: 'a' }, { $max: { lastAt: at(3) } });
      const row = await now();
      assert.deepEqual([row?.list, row?.tries, row?.least, row?.lastAt], [['y'], 5, 3, at(3)]);
    });

    it('takes an equal document out of a list', async () => {
      await rows.updateOne(
        { _id: 'a' },
        {
          $set: {
            list: [
              { _id: 'l1', at: NOON },
              { _id: 'l2', at: at(1) },
            ],
          },
        },
      );
      await rows.updateOne({ _id: 'a' }, { $pull: { list: { _id: 'l1', at: NOON } } });
      assert.deepEqual((await now())?.list, [{ _id: 'l2', at: at(1) }]);
    });

    it('counts as unmodified what changes nothing', async () => {
      assert.deepEqual(counts(await rows.updateOne({ _id: 'a' }, { $set: { state: 'waiting' } })), [1, 0, 0]);
    });

    it('touches nothing when the condition does not hold', async () => {
      assert.deepEqual(counts(await rows.updateOne({ _id: 'a', state: 'done' }, { $set: { tries: 9 } })), [0, 0, 0]);
      assert.equal((await now())?.tries, 1);
    });

    it('refuses to change the _id, to count a text, to push to what is no list', async () => {
      await assert.rejects(rows.updateOne({ _id: 'a' }, { $set: { _id: 'b' } }));
      await assert.rejects(rows.updateOne({ _id: 'a' }, { $inc: { state: 1 } }));
      await assert.rejects(rows.updateOne({ _id: 'a' }, { $push: { state: 1 } }));
      await assert.rejects(rows.updateOne({ _id: 'a' }, { $set: { tries: 1 }, $inc: { tries: 1 } }));
      assert.deepEqual(await now(), { _id: 'a', state: 'waiting', tries: 1, nested: { n: 1 }, list: ['x'] });
    });

    it('loses no count among 20 at once', async () => {
      await Promise.all(Array.from({ length: 20 }, () => rows.updateOne({ _id: 'a' }, { $inc: { tries: 1 } })));
      assert.equal((await now())?.tries, 21);
    });

    it('lets exactly one of 20 conditional updates at once through', async () => {
      const claim = (by: number) => rows.updateOne({ _id: 'a', state: 'waiting' }, { $set: { state: 'sending', by } });
      const claims = await Promise.all(Array.from({ length: 20 }, (_, by) => claim(by)));
      const won = claims.findIndex((one) => one.modifiedCount === 1);
      assert.equal(claims.filter((one) => one.modifiedCount === 1).length, 1);
      assert.equal((await now())?.by, won);
    });

    it('gives each of 10 waiting rows to exactly one of 20 that find and change at once', async () => {
      await rows.insertMany(Array.from({ length: 9 }, (_, i) => ({ _id: `b${i}`, state: 'waiting' })));
      const claim = () =>
        rows.findOneAndUpdate({ state: 'waiting' }, { $set: { state: 'sending' } }, { returnDocument: 'after' });
      const claimed = (await Promise.all(Array.from({ length: 20 }, claim))).filter((row) => row !== null);
      assert.equal(new Set(idsOf(claimed)).size, 10);
      assert.equal(claimed.length, 10);
    });

    it('creates with upsert what the filter and the update say, once', async () => {
      const upsert = () =>
        rows.updateOne({ _id: 'n', kind: 'q' }, { $set: { seen: 1 }, $setOnInsert: { first: true } }, { upsert: true });
      assert.deepEqual(counts(await upsert()), [0, 0, 1]);
      await rows.updateOne({ _id: 'n' }, { $set: { first: false } });
      assert.deepEqual(counts(await upsert()), [1, 0, 0]);
      assert.deepEqual(await rows.findOne({ _id: 'n' }), { _id: 'n', kind: 'q', first: false, seen: 1 });
    });

    it('changes many', async () => {
      await rows.insertMany([
        { _id: 'b', state: 'waiting' },
        { _id: 'c', state: 'done' },
      ]);
      assert.deepEqual(
        counts(await rows.updateMany({ state: 'waiting' }, { $set: { state: 'cancelled' } })),
        [2, 2, 0],
      );
      assert.equal(await rows.countDocuments({ state: 'cancelled' }), 2);
    });

    it('finds one, changes it and gives it back before or after', async () => {
      await rows.insertOne({ _id: 'b', state: 'waiting', tries: 0 });
      const change = { $set: { state: 'sending' } };
      const first = { returnDocument: 'after', sort: { tries: 1 } } as const;
      assert.deepEqual(await rows.findOneAndUpdate({ state: 'waiting' }, change, first), {
        _id: 'b',
        state: 'sending',
        tries: 0,
      });
      const before = await rows.findOneAndUpdate({ state: 'waiting' }, change, { returnDocument: 'before' });
      assert.equal(before?.state, 'waiting');
      assert.equal(await rows.findOneAndUpdate({ state: 'waiting' }, change, { returnDocument: 'after' }), null);
      const created = { $set: { state: 'new' } };
      const made = await rows.findOneAndUpdate({ _id: 'z' }, created, { returnDocument: 'after', upsert: true });
      assert.deepEqual(made, { _id: 'z', state: 'new' });
    });
  });
}
