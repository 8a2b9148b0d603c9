import assert from 'node:assert/strict';
import { openRightOfWay } from '../../src/schedule/right-of-way.ts';

describe('the right of way of releases', () => {
  let now = 0;
  let during = () => {};
  const pause = async (ms: number) => {
    now += ms;
    during();
  };
  const open = () => openRightOfWay(() => now, pause as never);
  const waitFor = async (way: ReturnType<typeof open>) => {
    const from = now;
    await way.clear();
    return now - from;
  };
  beforeEach(() => {
    during = () => {};
  });

  it('keeps nobody waiting while nothing is written', async () => {
    const way = open();
    assert.equal(await waitFor(way), 0);
    way.note();
    now += 60;
    assert.equal(await waitFor(way), 0);
  });

  it('holds an import until nothing was written for a moment', async () => {
    const way = open();
    way.note();
    let more = 5;
    during = () => {
      if (more-- > 0) way.note();
    };
    assert.equal(await waitFor(way), 100);
  });

  it('lets an import go on in a quarter of a second, however much is sent', async () => {
    const way = open();
    way.note();
    during = () => way.note();
    assert.equal(await waitFor(way), 250);
  });
});
