import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { whenQuiet } from '../../src/schedule/when-quiet.ts';

describe('whenQuiet', () => {
  it('nudges once for many, a moment after the last of them', async () => {
    let nudges = 0;
    const nudged = Promise.withResolvers<void>();
    const soon = whenQuiet(
      () => {
        nudges += 1;
        nudged.resolve();
      },
      { quietMs: 20, atMostMs: 10_000 },
    );
    for (let turns = 0; turns < 50; turns++) {
      soon();
      await setImmediate();
    }
    const before = nudges;
    await Promise.all([nudged.promise, new Promise((later) => setTimeout(later, 20))]);
    assert.deepEqual([before, nudges], [0, 1]);
  });

  it('nudges in the middle of a flood that does not end', async () => {
    let isNudged = false;
    const soon = whenQuiet(
      () => {
        isNudged = true;
      },
      { quietMs: 10, atMostMs: 0 },
    );
    while (!isNudged) {
      soon();
      await setImmediate();
    }
  });
});
