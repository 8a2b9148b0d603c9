/** Figures over HTTP, for all staff, each with its rule; and the lines behind any of them, for those who may read lines. */
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadLines, showLine } from '../ledger/ledger-routes.ts';
import type { Database } from '../store/collection.ts';
import { closingsOf } from './closing.ts';
import { type Counted, countFigures } from './count-figures.ts';
import type { Rule } from './figure.ts';
import { figureRules, type Names } from './figures.ts';
import { readPeriod } from './period.ts';
import { linesWhenClosed, restate } from './restate.ts';
import { showClosing, showRestated } from './show-closing.ts';

const query = z.strictObject({ period: z.string().describe('2018 或 2018-07') });
const linesQuery = z.strictObject({
  ...query.shape,
  as: z
    .enum(['now', 'closed', 'restated'])
    .default('now')
    .describe('now：按现在的台账；closed：结账时；restated：结账后的增减'),
});
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
      summary: '一个月或一年的指标值，各附计数规则；严格口径与总量口径并列；已结账的附结账时的数和其后的增减',
      tag: '统计',
      query,
      handle: async ({ query: { period: name } }) => {
        const { period, counted, closing } = await countPeriod(app, rules, name);
        const figures = counted.map(({ figure }) => figure);
        const closed = closing && (await showClosing(app.db, closing, counted));
        return { period: period.name, from: period.from, to: period.to, figures, closing: closed };
      },
    }),
    staffEndpoint<z.infer<typeof params>, z.infer<typeof linesQuery>>({
      method: 'GET',
      path: '/api/statistics/:figure/lines',
      summary: '一个指标值背后的台账记录',
      tag: '统计',
      params,
      query: linesQuery,
      handle: async ({ params: { figure: id }, query: { period: name, as }, person }) => {
        mayReadLines(person);
        const rule = rules.filter((one) => id === one.id || id.startsWith(`${one.id}:`));
        const { counted, closing } = await countPeriod(app, rule, name);
        if (as === 'now') return showNow(counted, id, name);
        if (!closing) throw new Problem('not-found', `${name} 没有结账，没有结账时的数。`);
        const figure = closing.figures.find((one) => one.id === id);
        if (as === 'closed') {
          if (!figure) throw noFigure(id, name);
          return { figure, lines: (await linesWhenClosed(app.db, closing, id)).map(showLine) };
        }
        const restated = (await restate(app.db, closing, counted)).find((one) => one.id === id);
        if (!restated) throw new Problem('not-found', `${name} 的“${id}”结账后没有变动。`);
        return showRestated(restated);
      },
    }),
  ];
}

async function countPeriod({ db, postLines }: StatisticsApp, rules: readonly Rule[], name: string) {
  const period = readPeriod(name);
  await postLines();
  const counted = await countFigures(db, rules, period);
  return { period, counted, closing: await closingsOf(db).findOne({ _id: period.name }) };
}

function showNow(counted: readonly Counted[], id: string, name: string) {
  const found = counted.find(({ figure }) => figure.id === id);
  if (!found) throw noFigure(id, name);
  return { figure: found.figure, lines: found.lines.map(showLine) };
}

function noFigure(id: string, name: string): Problem {
  return new Problem('not-found', `${name} 没有“${id}”这个指标。可用的指标见 GET /api/statistics。`);
}
