/** The working calendar over HTTP. */
import assert from 'node:assert/strict';
import { calendarRoutes } from '../../src/calendar/calendar-routes.ts';
import { readCalendar } from '../../src/calendar/read-calendar.ts';
import type { StaffCall } from '../../src/http/endpoint.ts';

describe('the calendar over HTTP', () => {
  const ask = async (from: string, to: string) => {
    const calendar = await readCalendar(new URL('../../config/calendar/', import.meta.url).pathname);
    const [endpoint] = calendarRoutes({ calendar });
    assert.ok(endpoint);
    const handle = endpoint.handle as unknown as (call: Partial<StaffCall<unknown, unknown, unknown>>) => Promise<{
      items: { day: string; works: boolean; special: string | null }[];
    }>;
    return (await handle({ query: { from, to } })).items;
  };

  it('tells days off by law and weekends that are made up', async () => {
    const days = await ask('2018-09-29', '2018-10-02');
    assert.deepEqual(
      days.map(({ day, works, special }) => [day.slice(5), works, special]),
      [
        ['09-29', true, 'make-up'],
        ['09-30', true, 'make-up'],
        ['10-01', false, 'holiday'],
        ['10-02', false, 'holiday'],
      ],
    );
  });

  it('refuses what is no range, and one too long', async () => {
    await assert.rejects(ask('2018-07-02', '2018-07-01'), /日期范围/);
    await assert.rejects(ask('2018-01-01', '2018-12-31'), /日期范围/);
  });
});
