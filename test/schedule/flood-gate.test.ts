import assert from 'node:assert/strict';
import { openFloodGate } from '../../src/schedule/flood-gate.ts';

describe('the flood gate', () => {
  let now = 0;
  const open = () => openFloodGate(() => now);
  beforeEach(() => {
    now = 1000;
  });

  it('stays open on an ordinary day', () => {
    const gate = open();
    for (let i = 0; i < 100; i++) {
      gate.note(10);
      now += 100;
      assert.equal(gate.isFlooded(), false);
    }
  });

  it('closes when hundreds come within a second, and opens two seconds after the last', () => {
    const gate = open();
    gate.note(500);
    assert.equal(gate.isFlooded(), true);
    now += 1900;
    gate.note(500);
    now += 1900;
    assert.equal(gate.isFlooded(), true);
    now += 200;
    assert.equal(gate.isFlooded(), false);
  });

  it('lets work through in a flood that does not end', () => {
    const gate = open();
    for (; now < 6 * 60_000; now += 500) gate.note(1000);
    assert.equal(gate.isFlooded(), false);
  });
});
