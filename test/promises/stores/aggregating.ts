/**
 * Store promises: The aggregation stages statistics may use.
 */
import assert from 'node:assert/strict';
import type { Collection, Row } from '../../../src/store/collection.ts';
import { idsOf, type Sample, type Stage } from './stage.ts';

export function promiseAggregating(stage: Stage): void {
  let rows: Collection<Sample>;
  beforeEach(() => {
    rows = stage.rows();
  });

  describe('aggregate', () => {
    beforeEach(async () => {
      await rows.insertMany([
        { _id: 'a', on: '2018-01-02', what: 'delivery.done', count: 2, accounts: ['weibo', 'wechat'] },
        { _id: 'b', on: '2018-01-09', what: 'delivery.done', count: 3, accounts: ['weibo'] },
        { _id: 'c', on: '2018-02-01', what: 'reply.logged', count: 5, accounts: [] },
        { _id: 'd', on: '2019-01-01', what: 'delivery.done', count: 7, accounts: ['weibo'] },
      ]);
      await rows.createIndex({ on: 1 });
    });
    const in2018 = { $match: { on: { $gte: '2018', $lt: '2019' } } };

    it('matches, groups, sums and sorts', async () => {
      const grouped = (group: object) => rows.aggregate([in2018, { $group: group }, { $sort: { _id: 1 } }]).toArray();
      assert.deepEqual(await grouped({ _id: '$what', rows: { $sum: 1 } }), [
        { _id: 'delivery.done', rows: 2 },
        { _id: 'reply.logged', rows: 1 },
      ]);
      assert.deepEqual(await grouped({ _id: '$what', total: { $sum: '$count' } }), [
        { _id: 'delivery.done', total: 5 },
        { _id: 'reply.logged', total: 5 },
      ]);
      assert.deepEqual(await grouped({ _id: '$what', rows: { $sum: 1 }, total: { $sum: '$count' } }), [
        { _id: 'delivery.done', rows: 2, total: 5 },
        { _id: 'reply.logged', rows: 1, total: 5 },
      ]);
      assert.deepEqual(await grouped({ _id: { what: '$what', on: '$on' }, rows: { $sum: 1 } }), [
        { _id: { what: 'delivery.done', on: '2018-01-02' }, rows: 1 },
        { _id: { what: 'delivery.done', on: '2018-01-09' }, rows: 1 },
        { _id: { what: 'reply.logged', on: '2018-02-01' }, rows: 1 },
      ]);
      assert.deepEqual(await grouped({ _id: null, total: { $sum: '$count' } }), [{ _id: null, total: 10 }]);
    });

    it('counts, sorts and limits', async () => {
      assert.deepEqual(await rows.aggregate([in2018, { $count: 'n' }]).toArray(), [{ n: 3 }]);
      const last = await rows.aggregate<Row>([in2018, { $sort: { on: -1 } }, { $limit: 2 }]).toArray();
      assert.deepEqual(idsOf(last), ['c', 'b']);
    });

    it('unwinds lists', async () => {
      const pipeline = [
        in2018,
        { $unwind: '$accounts' },
        { $group: { _id: '$accounts', rows: { $sum: 1 } } },
        { $sort: { rows: -1 } },
      ];
      assert.deepEqual(await rows.aggregate(pipeline).toArray(), [
        { _id: 'weibo', rows: 2 },
        { _id: 'wechat', rows: 1 },
      ]);
    });
  });
}
