import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toFen, toWan } from '../../src/entry/amount.ts';

describe('an amount', () => {
  it('is whole 分, read from 万元', () => {
    assert.deepEqual(['12.5', '0.000001', '3', '007'].map(toFen), [12_500_000, 1, 3_000_000, 7_000_000]);
    assert.deepEqual(['', '1.', '.5', '-1', '1e3', '1.0000001', '1,000', '９'].map(toFen), Array(8).fill(null));
  });

  it('is written as it was read', () => {
    const fen = fc.integer({ min: 0, max: 999_999_999_999_999 });
    fc.assert(fc.property(fen, (amount) => toFen(toWan(amount)) === amount));
    assert.deepEqual([-500_000, 0].map(toWan), ['-0.5', '0']);
  });
});
