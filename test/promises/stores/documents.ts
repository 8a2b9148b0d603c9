/**
 * Store promises: What is stored comes back as it was.
 */
import assert from 'node:assert/strict';
import type { Collection } from '../../../src/store/collection.ts';
import { at, NOON, type Sample, type Stage } from './stage.ts';

export function promiseDocuments(stage: Stage): void {
  let rows: Collection<Sample>;
  beforeEach(() => {
    rows = stage.rows();
  });

  describe('documents', () => {
    const full: Sample = {
      _id: '罗甸-1',
      text: '“三位一体” 😀 𠮷 café \u0000 "quoted" \\ line\nbreak',
      long: '公开'.repeat(50_000),
      number: -12.5,
      large: 9_007_199_254_740_991,
      zero: 0,
      yes: true,
      no: false,
      nothing: null,
      at: NOON,
      early: new Date('1949-10-01T00:00:00Z'),
      empty: {},
      list: [],
      nested: { at: NOON, list: [1, 'two', null, { three: [at(3)] }] },
    };

    it('come back as they went in', async () => {
      await rows.insertOne(full);
      assert.deepEqual(await rows.findOne({ _id: full._id }), full);
      assert.deepEqual(await rows.find({}).toArray(), [full]);
    });

    it('keep the order of their fields', async () => {
      await rows.insertOne({ _id: 'a', z: 1, a: { y: 1, b: 2 } });
      assert.equal(JSON.stringify(await rows.findOne({})), '{"_id":"a","z":1,"a":{"y":1,"b":2}}');
    });

    it('lose fields that are undefined', async () => {
      await rows.insertOne({ _id: 'a', gone: undefined, nested: { gone: undefined, stays: 1 } });
      assert.deepEqual(await rows.findOne({}), { _id: 'a', nested: { stays: 1 } });
    });

    it('keep bytes', async () => {
      const bytes = Uint8Array.from([0, 127, 128, 255]);
      await rows.insertOne({ _id: 'a', bytes });
      const found = await rows.findOne({});
      assert.ok(found?.bytes instanceof Uint8Array);
      assert.deepEqual([...found.bytes], [...bytes]);
    });

    it('are copies: changing one changes nothing stored', async () => {
      const mine = { _id: 'a', list: [1] };
      const inserting = rows.insertOne(mine);
      await inserting;
      mine.list.push(2);
      const found = await rows.findOne({});
      (found!.list as number[]).push(3);
      assert.deepEqual((await rows.findOne({}))?.list, [1]);
    });
  });
}
