/** Closing and reopening over HTTP. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { closePeriod, reopenPeriod } from './close-period.ts';
import { countFigures } from './count-figures.ts';
import { ensureFolded } from './ensure-folded.ts';
import { readPeriod } from './period.ts';
import { closingShape, showClosing } from './show-closing.ts';
import { figuresDesk, type StatisticsApp } from './statistics-routes.ts';

const closeInput = z.strictObject({ period: z.string().describe('2018 或 2018-07') });
const reopenInput = z.strictObject({
  ...closeInput.shape,
  reason: z.string().trim().min(1, '请写明为什么重新打开').max(500, '不超过 500 字'),
});

export function closingRoutes(app: StatisticsApp): readonly Endpoint[] {
  const figures = figuresDesk(app);
  const { db, rules } = figures;
  const { postLines } = app;
  return [
    staffEndpoint<unknown, unknown, z.infer<typeof closeInput>>({
      ...{ method: 'POST', path: '/api/statistics/close', summary: '结账：按现在的台账定下一个月或一年的数' },
      ...{ tag: '统计', body: closeInput, answer: closingShape },
      handle: async ({ body, person, now }) => {
        const period = readPeriod(body.period);
        await ensureFolded(figures);
        const closing = await closePeriod({ db, rules, postLines }, period, person, now);
        return await showClosing(db, closing, await countFigures(db, rules, period));
      },
    }),
    staffEndpoint<unknown, unknown, z.infer<typeof reopenInput>>({
      ...{ method: 'POST', path: '/api/statistics/reopen', summary: '重新打开已结账的月或年，写明原因' },
      ...{ tag: '统计', body: reopenInput, answer: closingShape },
      handle: async ({ body: { period: name, reason }, person, now }) => {
        const period = readPeriod(name);
        await ensureFolded(figures);
        const closing = await reopenPeriod({ db }, { period, reason }, person, now);
        return await showClosing(db, closing, await countFigures(db, rules, period));
      },
    }),
  ];
}
