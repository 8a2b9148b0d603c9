/** Which days are worked, over HTTP, with the notice that says so. */
import { z } from 'zod';
import { days, isDay, startOfDay, toDay } from '../clock.ts';
import { invalid } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type Calendar, dayAfter, isWorkingDay } from './working-days.ts';

const day = z.string().refine(isDay, '应为日期，写作 2018-07-01');
const query = z.strictObject({ from: day.describe('第一天，北京时间'), to: day.describe('最后一天') });
const answer = z.object({
  items: z.array(
    z.object({
      day: z.string(),
      works: z.boolean(),
      special: z.enum(['holiday', 'make-up']).nullable().describe('holiday 法定节假日放假；make-up 调休上班'),
    }),
  ),
  sources: z.array(z.object({ year: z.number(), source: z.string(), provisional: z.boolean() })),
});

const MOST_DAYS = 100;

export function calendarRoutes({ calendar }: { readonly calendar: Calendar }): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/calendar',
      summary: '工作日历：哪些天上班，哪些是节假日和调休',
      tag: '发布',
      query,
      answer,
      handle: async ({ query: { from, to } }) => showDays(calendar, from, to),
    }),
  ];
}

function showDays(calendar: Calendar, from: string, to: string) {
  const span = (startOfDay(to).getTime() - startOfDay(from).getTime()) / days(1);
  if (span < 0 || span >= MOST_DAYS) throw invalid('to', '日期范围不对', `请取 from 之后 ${MOST_DAYS} 天以内的一天`);
  const items = [];
  for (let at = from; at <= to; at = dayAfter(at)) {
    const year = calendar.get(Number(at.slice(0, 4)));
    const special = year?.holidays.has(at) ? 'holiday' : year?.workdays.has(at) ? 'make-up' : null;
    items.push({ day: at, works: isWorkingDay(at, calendar), special });
  }
  const years = [...new Set([from, to].map((one) => Number(toDay(startOfDay(one)).slice(0, 4))))];
  const sources = years.flatMap((year) => {
    const known = calendar.get(year);
    return known ? [{ year, source: known.source, provisional: known.provisional ?? false }] : [];
  });
  return { items, sources };
}
