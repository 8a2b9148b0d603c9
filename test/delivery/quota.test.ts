import assert from 'node:assert/strict';
import type { Quota } from '../../src/channel/contract.ts';
import { quotaWait, windowEnd, windowStart } from '../../src/delivery/quota.ts';
import { at } from '../support/builders.ts';

const quota = (per: Quota['per'], count = 1): Quota => ({ action: 'publish', count, per });

describe('windowStart and windowEnd', () => {
  it('are tested in a zone where Beijing has another day', () => {
    assert.equal(process.env.TZ, 'America/New_York');
    assert.notEqual(at('09:00').getDate(), 2, 'this machine is already on 2 March');
  });

  const cases: readonly (readonly [per: Quota['per'], now: Date, start: Date, end: Date])[] = [
    ['minute', at('09:00:59'), at('09:00:00'), at('09:01:00')],
    ['minute', at('09:01:00'), at('09:01:00'), at('09:02:00')],
    ['hour', at('09:59:59'), at('09:00'), at('10:00')],
    ['day', at('00:00'), at('00:00'), at('00:00', '2026-03-03')],
    ['day', at('23:59:59.999'), at('00:00'), at('00:00', '2026-03-03')],
    // 1 March 00:30 in Beijing is still 28 February in UTC and New York.
    ['day', at('00:30', '2026-03-01'), at('00:00', '2026-03-01'), at('00:00')],
    ['month', at('00:30', '2026-03-01'), at('00:00', '2026-03-01'), at('00:00', '2026-04-01')],
    ['month', at('23:59:59', '2026-03-31'), at('00:00', '2026-03-01'), at('00:00', '2026-04-01')],
    ['month', at('12:00', '2024-02-29'), at('00:00', '2024-02-01'), at('00:00', '2024-03-01')],
    ['month', at('12:00', '2026-12-31'), at('00:00', '2026-12-01'), at('00:00', '2027-01-01')],
    ['month', at('12:00', '2026-01-31'), at('00:00', '2026-01-01'), at('00:00', '2026-02-01')],
    // The day America's clocks change.
    ['day', at('15:30', '2026-03-08'), at('00:00', '2026-03-08'), at('00:00', '2026-03-09')],
  ];
  for (const [per, now, start, end] of cases) {
    it(`put ${now.toISOString()} into the Beijing ${per} from ${start.toISOString()} to ${end.toISOString()}`, () => {
      assert.deepEqual(windowStart(per, now), start);
      assert.deepEqual(windowEnd(per, now), end);
      assert.deepEqual(windowStart(per, end), end, 'the next window begins where this one ends');
    });
  }
});

describe('quotaWait', () => {
  it('lets it go while one call is left', () => {
    assert.equal(quotaWait([{ quota: quota('day', 100), count: 99 }], at('09:00')), null);
  });

  it('waits for the end of the window when all are used', () => {
    const wait = quotaWait([{ quota: quota('day', 100), count: 100 }], at('09:00'));
    assert.deepEqual(wait?.until, at('00:00', '2026-03-03'));
  });

  it('waits for the last of several full windows', () => {
    const used = [
      { quota: quota('hour'), count: 1 },
      { quota: quota('month'), count: 1 },
      { quota: quota('day'), count: 1 },
    ];
    assert.equal(quotaWait(used, at('09:00'))?.quota.per, 'month');
  });

  it('lets it go where a platform has no quota', () => {
    assert.equal(quotaWait([], at('09:00')), null);
  });
});
