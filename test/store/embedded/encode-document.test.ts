import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EmbeddedCollection } from '../../../src/store/embedded/embedded-collection.ts';
import { decodeDocument, encodeDocument, idOf } from '../../../src/store/embedded/encode-document.ts';
import { openEmbedded } from '../../../src/store/embedded/open-embedded.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('encodeDocument', () => {
  it('writes what mongoimport reads', () => {
    const at = new Date('2026-03-02T04:00:00.123Z');
    const text = encodeDocument({ _id: 'a', at, bytes: Uint8Array.from([1, 2]), gone: undefined });
    assert.equal(
      text,
      '{"_id":"a","at":{"$date":"2026-03-02T04:00:00.123Z"},"bytes":{"$binary":{"base64":"AQI=","subType":"00"}}}',
    );
    assert.deepEqual(decodeDocument(text), { _id: 'a', at, bytes: Buffer.from([1, 2]) });
  });

  it('is read for its id alone where no more is wanted, wherever in it that stands', () => {
    for (const _id of ['a', '"', '\\', 'a\\"', '微信:１', '\u2028', '\n'])
      for (const row of [
        { _id, text: '{"_id":"x"}' },
        { text: `","_id":"`, _id },
      ])
        assert.equal(idOf(encodeDocument(row))._id, _id);
  });

  it('refuses what would not come back as it was, naming the field and not the value', () => {
    const refused: readonly [field: string, value: unknown][] = [
      ['not a number', Number.NaN],
      ['no end', Number.POSITIVE_INFINITY],
      ['broken date', new Date(Number.NaN)],
      ['big', 1n],
      ['map', new Map()],
      ['code', () => 1],
      ['operator', { $set: 1 }],
      ['dotted', { 'a.b': 1 }],
      ['prototype', JSON.parse('{"__proto__": 1}')],
    ];
    for (const [field, value] of refused) {
      const nested = { _id: 'a', list: [{ [field]: value }] };
      assert.throws(
        () => encodeDocument(nested),
        (error) => error instanceof TypeError && error.message.includes(`list.0.${field}`),
      );
    }
  });
});

describe('EmbeddedCollection', () => {
  const folder = temporaryFolder();

  it('refuses a filter with undefined in it, an id that is no text, an upsert without id, unknown operators', async () => {
    const store = await openEmbedded(join(folder(), 'test.db'));
    const rows = new EmbeddedCollection(store, 'rows');
    await rows.insertOne({ _id: 'a' });
    await assert.rejects(rows.deleteMany({ owner: undefined }), /owner is undefined/);
    await assert.rejects(rows.findOne({ _id: { $in: [], $gt: undefined } }), /_id is undefined/);
    await assert.rejects(rows.insertOne({ _id: 7 as unknown as string }), /_id, a string/);
    await assert.rejects(rows.insertOne({ _id: '' }), /_id, a string/);
    await assert.rejects(rows.updateOne({ state: 'x' }, { $set: { y: 1 } }, { upsert: true }), /needs an _id/);
    await assert.rejects(rows.updateOne({ _id: 'a' }, { state: 'x' }), /no update operator state/);
    await assert.rejects(rows.updateOne({ _id: 'a' }, { $currentDate: { at: true } }), /no update operator/);
    await assert.rejects(rows.updateOne({ _id: 'a' }, {}), /needs operators/);
    await assert.rejects(rows.updateOne({ _id: 'a' }, { $set: { 'list.$.x': 1 } }), /positional/);
    assert.deepEqual(await rows.find({}).toArray(), [{ _id: 'a' }]);
    await store.close();
  });

  it('keeps what was handed in at the call, whatever the caller changes afterwards', async () => {
    const store = await openEmbedded(join(folder(), 'test.db'));
    const rows = new EmbeddedCollection<{ readonly _id: string; readonly list: number[] }>(store, 'rows');
    const row = { _id: 'a', list: [1] };
    const inserting = rows.insertOne(row);
    row.list.push(2);
    const pushed = { list: [3] };
    const updating = rows.updateOne({ _id: 'a' }, { $set: pushed });
    await inserting;
    pushed.list.push(4);
    await updating;
    assert.deepEqual(await rows.findOne({}), { _id: 'a', list: [3] });
    await store.close();
  });
});
