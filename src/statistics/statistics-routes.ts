/** Figures over HTTP, for all staff, each with its rule; and the lines behind any of them, for those who may read lines. */
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { mayReadLines, showLine } from '../ledger/ledger-routes.ts';
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import { type Closing, closingsOf } from './closing.ts';
import { countFigures, figuresOf, linesBehind } from './count-figures.ts';
import { ensureFolded, type FiguresDesk } from './ensure-folded.ts';
import { figureRules } from './figures.ts';
import type { Names } from './names.ts';
import { type Period, readPeriod, timeBefore } from './period.ts';
import { linesWhenClosed, restate } from './restate.ts';
import { showClosing } from './show-closing.ts';

const query = z.strictObject({ period: z.string().describe('2018 或 2018-07') });
const linesQuery = z.strictObject({
  ...query.shape,
  as: z
    .enum(['now', 'before', 'closed', 'restated'])
    .default('now')
    .describe('now：按现在的台账；before：本期之前的全部（结转数的来源）；closed：结账时；restated：结账后的增减'),
});
const params = z.strictObject({ figure: z.string() });

export interface StatisticsApp {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly names: Names;
  /** Brings the ledger up to date, so that an answer given a moment ago is counted. */
  postLines(): Promise<unknown>;
}

/** What counting needs of the house. */
export function figuresDesk({ db, clock, log, names }: StatisticsApp): FiguresDesk {
  return { db, clock, log, rules: figureRules(names) };
}

export function statisticsRoutes(app: StatisticsApp): readonly Endpoint[] {
  const desk = figuresDesk(app);
  const { db, rules } = desk;
  const begin = async (name: string) => {
    const period = readPeriod(name);
    await app.postLines();
    await ensureFolded(desk);
    return { period, closing: await closingsOf(db).findOne({ _id: period.name }) };
  };
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/statistics',
      summary: '一个月或一年的指标值，各附计数规则；严格口径与总量口径并列；已结账的附结账时的数和其后的增减',
      tag: '统计',
      query,
      handle: async ({ query: { period: name } }) => {
        const { period, closing } = await begin(name);
        const counted = closing && (await countFigures(db, rules, period));
        const figures = counted?.map(({ figure }) => figure) ?? (await figuresOf(db, rules, period));
        const closed = closing && counted && (await showClosing(db, closing, counted));
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
      handle: async ({ params: { figure }, query: { period: name, as }, person }) => {
        mayReadLines(person);
        const { period, closing } = await begin(name);
        if (as === 'now') return await showNow(desk, figure, period);
        if (as === 'before') return await showNow(desk, figure, timeBefore(period));
        if (!closing) throw new Problem('not-found', `${name} 没有结账，没有结账时的数。`);
        return await (as === 'closed' ? showClosed : showRestated)(desk, figure, { period, closing });
      },
    }),
  ];
}

async function showNow({ db, rules }: FiguresDesk, id: string, period: Period) {
  const figure = (await figuresOf(db, rules, period)).find((one) => one.id === id);
  if (!figure) throw noFigure(id, period);
  return { figure, lines: await showLines(db, await linesBehind(db, rules, { figure: id, period })) };
}

interface Closed {
  readonly period: Period;
  readonly closing: Closing;
}

async function showClosed({ db }: FiguresDesk, id: string, { period, closing }: Closed) {
  const figure = closing.figures.find((one) => one.id === id);
  if (!figure) throw noFigure(id, period);
  return { figure, lines: await showLines(db, [...(await linesWhenClosed(db, closing, id))]) };
}

async function showRestated({ db, rules }: FiguresDesk, id: string, { period, closing }: Closed) {
  const restated = await restate(db, closing, await countFigures(db, rules, period));
  const one = restated.find((each) => each.id === id);
  if (!one) throw new Problem('not-found', `${period.name} 的“${id}”结账后没有变动。`);
  return { ...one, added: await showLines(db, one.added), dropped: await showLines(db, one.dropped) };
}

/** In the order of the ledger. */
async function showLines(db: Database, ids: readonly string[]) {
  const lines = await ledgerOf(db)
    .find({ _id: { $in: ids } }, { sort: { at: 1, _id: 1 } })
    .toArray();
  return lines.map(showLine);
}

function noFigure(id: string, { name }: Period): Problem {
  return new Problem('not-found', `${name} 没有“${id}”这个指标。可用的指标见 GET /api/statistics。`);
}
