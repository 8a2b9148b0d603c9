import assert from 'node:assert/strict';
import { type Room, whenItGoes } from '../../src/delivery/quota-plan.ts';
import { at } from '../support/builders.ts';

describe('whenItGoes', () => {
  const room = (changes: Partial<Room> = {}): Room => ({ limit: 2, left: 2, per: 'day', waiting: 0, ...changes });

  it('is at once while there is room for it and for what waits before it', () => {
    assert.deepEqual(whenItGoes(room({ left: 2, waiting: 1 }), at('10:00')), at('10:00'));
  });

  it('is the next window when the last place is taken, or waited for', () => {
    assert.deepEqual(whenItGoes(room({ left: 0 }), at('10:00')), at('00:00', '2026-03-03'));
    assert.deepEqual(whenItGoes(room({ left: 1, waiting: 1 }), at('10:00')), at('00:00', '2026-03-03'));
  });

  it('is as many windows on as those before it fill', () => {
    assert.deepEqual(whenItGoes(room({ left: 0, waiting: 1 }), at('10:00')), at('00:00', '2026-03-03'));
    assert.deepEqual(whenItGoes(room({ left: 0, waiting: 2 }), at('10:00')), at('00:00', '2026-03-04'));
    assert.deepEqual(whenItGoes(room({ left: 1, limit: 1, waiting: 3 }), at('10:00')), at('00:00', '2026-03-05'));
    assert.deepEqual(whenItGoes(room({ per: 'month', left: 0, waiting: 2 }), at('10:00')), at('00:00', '2026-05-01'));
    assert.deepEqual(whenItGoes(room({ per: 'hour', left: 0 }), at('10:20')), at('11:00'));
  });

  it('is never where there is no limit to speak of', () => {
    assert.equal(whenItGoes(room({ limit: 0, left: 0 }), at('10:00')), null);
  });
});
