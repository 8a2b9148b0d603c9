/**
 * Store promises: Unique indexes, and the index through arrays that finds unposted lines.
 */
import assert from 'node:assert/strict';
import type { Collection } from '../../../src/store/collection.ts';
import { ensureIndexes } from '../../../src/store/ensure-indexes.ts';
import { isTaken } from '../../../src/store/is-taken.ts';
import { at, idsOf, type Sample, type Stage } from './stage.ts';

export function promiseIndexing(stage: Stage): void {
  let rows: Collection<Sample>;
  beforeEach(() => {
    rows = stage.rows();
  });

  describe('indexes', () => {
    it('are named after their keys and may be asked for again', async () => {
      assert.equal(await rows.createIndex({ state: 1, dueAt: -1 }), 'state_1_dueAt_-1');
      assert.equal(await rows.createIndex({ state: 1, dueAt: -1 }), 'state_1_dueAt_-1');
      const declarations = [
        { collection: 'declared', keys: { code: 1 }, unique: true, serves: 'whose code is it?' },
      ] as const;
      await ensureIndexes(stage.db(), declarations);
      await ensureIndexes(stage.db(), declarations);
    });

    it('keep one field unique, also when rows were there before', async () => {
      await rows.insertMany([
        { _id: 'a', code: 'x' },
        { _id: 'b', code: 'y' },
      ]);
      await rows.createIndex({ code: 1 }, { unique: true });
      await assert.rejects(rows.insertOne({ _id: 'c', code: 'x' }), isTaken);
      await assert.rejects(rows.updateOne({ _id: 'b' }, { $set: { code: 'x' } }), isTaken);
      await rows.updateOne({ _id: 'a' }, { $set: { code: 'z' } });
      await rows.insertOne({ _id: 'c', code: 'x' });
    });

    it('keep several fields unique together', async () => {
      await rows.createIndex({ account: 1, ref: -1 }, { unique: true });
      await rows.insertOne({ _id: 'a', account: 'weibo', ref: '1' });
      await rows.insertOne({ _id: 'b', account: 'weibo', ref: '2' });
      await rows.insertOne({ _id: 'c', account: 'wechat', ref: '1' });
      await assert.rejects(rows.insertOne({ _id: 'd', account: 'weibo', ref: '2' }), isTaken);
    });

    it('are refused when rows already contradict them', async () => {
      await rows.insertMany([
        { _id: 'a', code: 'x' },
        { _id: 'b', code: 'x' },
      ]);
      await assert.rejects(rows.createIndex({ code: 1 }, { unique: true }));
    });

    it('answer which records carry unposted lines, as lines come and go', async () => {
      await rows.createIndex({ 'unposted._id': 1 });
      const line = (n: number) => ({
        _id: `topic.opened:t${n}`,
        what: 'topic.opened',
        at: at(n),
        facts: { n, list: ['x'] },
      });
      const telling = async () =>
        idsOf(await rows.find({ 'unposted._id': { $gt: '' } }, { sort: { _id: 1 } }).toArray());
      await rows.insertMany([{ _id: 'a', unposted: [] }, { _id: 'b', unposted: [line(1), line(2)] }, { _id: 'c' }]);
      assert.deepEqual(await telling(), ['b']);
      await rows.updateOne({ _id: 'a' }, { $push: { unposted: line(3) } });
      assert.deepEqual(await telling(), ['a', 'b']);
      const posted = (await rows.findOne({ _id: 'b' }))?.unposted as object[];
      await rows.updateOne({ _id: 'b' }, { $pullAll: { unposted: posted.slice(0, 1) } });
      assert.deepEqual((await rows.findOne({ _id: 'b' }))?.unposted, [line(2)]);
      await rows.updateOne({ _id: 'b' }, { $pullAll: { unposted: posted } });
      assert.deepEqual(await telling(), ['a']);
      assert.deepEqual(idsOf(await rows.find({ 'unposted._id': 'topic.opened:t3' }).toArray()), ['a']);
    });
  });
}
