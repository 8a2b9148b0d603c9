/** The months of a year side by side, for curves. */
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { figuresOf } from './count-figures.ts';
import { ensureFolded } from './ensure-folded.ts';
import type { Figure } from './figure.ts';
import { readPeriod } from './period.ts';
import { figuresDesk, type StatisticsApp } from './statistics-routes.ts';

const query = z.strictObject({ year: z.string().describe('2018') });

const answer = z.object({
  year: z.string(),
  months: z.array(z.string()).describe('2018-01 至 2018-12'),
  figures: z.array(
    z.object({
      ...{ id: z.string(), title: z.string(), unit: z.string(), counting: z.string().describe('计数规则') },
      values: z.array(z.number()).describe('与 months 一一对应；各月相加不一定等于全年，见计数规则'),
    }),
  ),
});

export function monthsRoutes(app: StatisticsApp): readonly Endpoint[] {
  const desk = figuresDesk(app);
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      ...{ method: 'GET', path: '/api/statistics/months', summary: '一年十二个月的指标值，用于画图', tag: '统计' },
      ...{ query, answer },
      handle: async ({ query: { year } }) => {
        if (!/^\d{4}$/.test(year)) throw invalid('year', `“${year}”不是年份`, '请写作 2018');
        await app.postLines();
        await ensureFolded(desk);
        const months = Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);
        const counted = await Promise.all(months.map((name) => figuresOf(app.db, desk.rules, readPeriod(name))));
        return { year, months, figures: toRows(counted) };
      },
    }),
  ];
}

/** A figure by groups is missing in months that did not meet the group. */
function toRows(counted: readonly (readonly Figure[])[]): z.infer<typeof answer>['figures'] {
  const known = new Map(counted.flat().map((figure) => [figure.id, figure]));
  return [...known.values()].map(({ id, title, unit, counting }) => {
    const values = counted.map((figures) => figures.find((one) => one.id === id)?.value ?? 0);
    return { id, title, unit, counting, values };
  });
}
