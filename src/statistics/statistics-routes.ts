/** Figures over HTTP, for all staff, each with its rule; and the lines behind any of them, for those who may read lines. */
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadLines, showLine } from '../ledger/ledger-routes.ts';
import type { Database } from '../store/collection.ts';
import { countFigures } from './count-figures.ts';
import { figureRules, type Names } from './figures.ts';
import { readPeriod } from './period.ts';

const query = z.strictObject({ period: z.string().describe('2018 或 2018-07') });
const params = z.strictObject({ figure: z.string() });

export interface StatisticsApp {
  readonly db: Database;
  readonly names: Names;
  /** Brings the ledger up to date, so that an answer given a moment ago is counted. */
  postLines(): Promise<unknown>;
}

export function statisticsRoutes(app: StatisticsApp): readonly Endpoint[] {
  const rules = figureRules(app.names);
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/statistics',
      summary: '一个月或一年的指标值，各附计数规则；严格口径与总量口径并列',
      tag: '统计',
      query,
      handle: async ({ query: { period: name } }) => {
        const period = readPeriod(name);
        await app.postLines();
        const counted = await countFigures(app.db, rules, period);
        return { period: period.name, from: period.from, to: period.to, figures: counted.map(({ figure }) => figure) };
      },
    }),
    staffEndpoint<z.infer<typeof params>, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/statistics/:figure/lines',
      summary: '一个指标值背后的台账记录',
      tag: '统计',
      params,
      query,
      handle: async ({ params: { figure: id }, query: { period: name }, person }) => {
        mayReadLines(person);
        const period = readPeriod(name);
        await app.postLines();
        const rule = rules.filter((one) => id === one.id || id.startsWith(`${one.id}:`));
        const counted = await countFigures(app.db, rule, period);
        const found = counted.find(({ figure }) => figure.id === id);
        if (!found) throw new Problem('not-found', `${name} 没有“${id}”这个指标。可用的指标见 GET /api/statistics。`);
        return { figure: found.figure, lines: found.lines.map(showLine) };
      },
    }),
  ];
}
