import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import { addWorkingDays, type Calendar, countWorkingDays, isWorkingDay } from '../../src/calendar/working-days.ts';
import { toMinute } from '../../src/clock.ts';

const folder = join(import.meta.dirname, '../../config/calendar');
const noon = (day: string) => new Date(`${day}T12:00:00+08:00`);

describe('working days', () => {
  let calendar: Calendar;
  before(async () => {
    calendar = await readCalendar(folder);
  });

  const days: [string, boolean, string][] = [
    ['2018-02-11', true, 'a Sunday made up for the Spring Festival'],
    ['2018-02-15', false, 'a Thursday of the Spring Festival'],
    ['2018-12-31', false, 'the Monday before New Year 2019'],
    ['2019-05-02', false, 'freed by the second notice of 2019'],
    ['2019-05-05', true, 'a Sunday made up by that notice'],
    ['2020-01-31', false, 'the extended Spring Festival'],
    ['2020-02-01', false, 'a made-up Saturday the extension took back'],
    ['2020-02-03', true, 'the Monday work began again'],
    ['2025-10-08', false, 'the eighth day of a joint holiday'],
    ['2026-01-04', true, 'a Sunday made up for New Year'],
    ['2026-11-23', true, 'a plain Monday'],
    ['2026-11-22', false, 'a plain Sunday'],
  ];
  for (const [day, works, why] of days) {
    it(`${day} is ${works ? 'worked' : 'free'}: ${why}`, () => assert.equal(isWorkingDay(day, calendar), works));
  }

  const periods: [string, number, string][] = [
    ['2026-11-23T09:00:00+08:00', 1, '2026-11-24 23:59'],
    ['2026-11-20T23:59:00+08:00', 1, '2026-11-23 23:59'],
    ['2026-11-20T16:30:00Z', 1, '2026-11-23 23:59'],
    ['2019-04-30T09:12:00+08:00', 5, '2019-05-09 23:59'],
    ['2018-02-14T10:00:00+08:00', 2, '2018-02-23 23:59'],
    ['2018-02-14T10:00:00+08:00', 3, '2018-02-24 23:59'],
    ['2020-01-23T10:00:00+08:00', 1, '2020-02-03 23:59'],
  ];
  for (const [from, n, end] of periods) {
    it(`${n} working days from ${from} end ${end}`, () => {
      assert.equal(toMinute(addWorkingDays(new Date(from), n, calendar)), end);
    });
  }

  it('ends a period with the last millisecond of its day', () => {
    assert.equal(addWorkingDays(noon('2026-11-23'), 1, calendar).toISOString(), '2026-11-24T15:59:59.999Z');
  });

  it('names the holidays it skipped and the weekend days it counted', () => {
    const count = countWorkingDays(noon('2019-04-30'), 5, calendar);
    assert.deepEqual(count.holidays, ['2019-05-01', '2019-05-02', '2019-05-03']);
    assert.deepEqual(count.workdays, ['2019-05-05']);
    assert.deepEqual(count.yearsWithoutData, []);
  });

  it('skips only weekends in a year without data and says so', () => {
    const count = countWorkingDays(noon('2031-09-30'), 2, calendar);
    assert.equal(toMinute(count.at), '2031-10-02 23:59');
    assert.deepEqual(count.yearsWithoutData, [2031]);
  });

  it('refuses a period of no working days', () => {
    for (const n of [0, -1, 1.5, Number.NaN]) assert.throws(() => addWorkingDays(noon('2026-11-23'), n, calendar));
  });

  it('refuses a day that does not exist', () => assert.throws(() => isWorkingDay('2026-02-30', calendar), RangeError));
});
