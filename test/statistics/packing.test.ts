/** What a making of the figures is quick by: order without comparing, keys known by a number, packs of joined texts. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inKeyOrder } from '../../src/statistics/in-key-order.ts';
import { KnownKeys } from '../../src/statistics/known-keys.ts';
import { columnOf, lineIn, type PackedLines, tellingOf, unpack } from '../../src/statistics/pack.ts';
import { WritesAhead } from '../../src/statistics/writes-ahead.ts';

/** Ids, and texts of any characters that begin alike: what may differ late, end early or lie beyond Latin. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('r', 'r1:1:website', '三位', 'éé').chain((start) => fc.nat(300).map((n) => `${start}${n}`)),
  fc.array(fc.constantFrom('\0', 'a', 'þ', 'ÿ', 'Ā', '\uffff'), { maxLength: 8 }).map((some) => some.join('')),
);

describe('keys in order', () => {
  it('are as comparing puts them, whatever they are', () => {
    const property = fc.property(fc.array(text, { maxLength: 60 }), fc.constantFrom('', 'same:'), (some, start) => {
      const texts = some.map((one) => start + one);
      const ordered = Array.from(inKeyOrder(texts), (place) => texts[place]);
      assert.deepEqual(
        ordered,
        texts.toSorted((a, b) => (a < b ? -1 : Number(a > b))),
      );
      assert.deepEqual(
        [...inKeyOrder(texts)].sort((a, b) => a - b),
        [...texts.keys()],
      );
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('are so when there are many, of which fewer characters fit in a number', () => {
    const texts = Array.from({ length: 20_000 }, (_, n) => `${(n * 7919) % 10_007}:publish`);
    const ordered = Array.from(inKeyOrder(texts), (place) => texts[place]);
    assert.deepEqual(ordered, texts.toSorted());
  });
});

describe('known keys', () => {
  it('forget none, and take few new ones for known', () => {
    const known = new KnownKeys();
    const keys = Array.from({ length: 30_000 }, (_, n) => `delivery.done:r${n}:1:website:publish`);
    const seeming = keys.filter((key) => known.add(key));
    assert.ok(seeming.length < 5, `${seeming.length} seemed known`);
    assert.ok(keys.every((key) => known.add(key)));
  });
});

describe('a pack', () => {
  it('gives back every line as it was', () => {
    const line = fc.record({ key: text, id: fc.oneof(text, fc.constantFrom('a b', '|', 'a|b ', ' ')) });
    const property = fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (some) => {
      const lines = some.map(({ id }, n) => tellingOf({ month: '2018-07', atMs: 1_530_000_000_000 + n, line: id }));
      const columns = { keys: columnOf(some.map(({ key }) => key)), lines: columnOf(lines) };
      const packed: PackedLines = JSON.parse(JSON.stringify({ _id: 'p', ...columns, weights: null }));
      for (const [at, { key, id }] of some.entries()) {
        const first = lineIn({ figure: 'g|items' }, unpack(packed), at);
        assert.deepEqual([first._id, first.line, first.month], [`g|items|${key}`, id, '2018-07']);
        assert.equal(first.at.getTime(), 1_530_000_000_000 + at);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });
});

describe('writes ahead', () => {
  it('wait for each other only when they are too many', async () => {
    const writes = new WritesAhead(2);
    const ends: (() => void)[] = [];
    const write = () => new Promise<void>((resolve) => ends.push(resolve));
    await writes.put(write());
    let isIn = false;
    const second = writes.put(write()).then(() => {
      isIn = true;
    });
    await new Promise(setImmediate);
    assert.equal(isIn, false);
    ends[0]?.();
    await second;
    ends[1]?.();
    await writes.done();
  });

  it('tell what failed to whoever comes next, and at the end', async () => {
    const writes = new WritesAhead(4);
    await writes.put(Promise.reject(new Error('disk full')));
    await new Promise(setImmediate);
    await assert.rejects(writes.put(Promise.resolve()), /disk full/);
    await assert.rejects(writes.done(), /disk full/);
  });
});
