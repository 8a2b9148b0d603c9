import assert from 'node:assert/strict';
import { readPeriod } from '../../src/statistics/period.ts';

describe('readPeriod', () => {
  for (const [name, from, to] of [
    ['2018', '2018-01-01', '2018-12-31'],
    ['2018-01', '2018-01-01', '2018-01-31'],
    ['2018-02', '2018-02-01', '2018-02-31'],
    ['2024-12', '2024-12-01', '2024-12-31'],
  ] as const) {
    it(`reads ${name} as the Beijing days from ${from} to ${to}, compared as text`, () => {
      assert.deepEqual(readPeriod(name), { name, from, to });
    });
  }

  for (const name of ['', '18', '2018-00', '2018-13', '2018-1', '2018-07-01', '2018年', ' 2018', '2018-07/..']) {
    it(`refuses “${name}” and says how it is written`, () => {
      assert.throws(() => readPeriod(name), { code: 'invalid-input', message: /2018-07/ });
    });
  }
});
