/** Figures of platforms over HTTP: by release, post or day, each with what it counts and whether it may still change. */
import { z } from 'zod';
import { figureNames } from '../channel/post-figures.ts';
import { isDay, toMinute } from '../clock.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { callsToday, findFigureSource } from './figure-source.ts';
import { figuresOf, type Observation } from './observation.ts';
import type { FigureDesk } from './pull-figures.ts';

const query = z.strictObject({
  release: z.string().optional().describe('发布件编号'),
  delivery: z.string().optional().describe('投递编号，即一个渠道上的一篇'),
  account: z.string().optional(),
  day: z.string().refine(isDay, '应为 YYYY-MM-DD').optional().describe('统计的日期，YYYY-MM-DD'),
  ...pageQuery,
});

export function figureRoutes(app: FigureDesk): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/figures',
      summary: '各平台的阅读、转发、点赞、在看、留言、收藏数，逐篇逐日，最近的日期在前；未定稿的说明原因',
      tag: '平台数据',
      query,
      handle: async ({ query: { release, delivery, account, day, cursor, limit } }) => {
        const filter = {
          ...(release && { release }),
          ...(delivery && { delivery }),
          ...(account && { account }),
          ...(day && { day }),
        };
        const found = await page(figuresOf(app.db), { filter, sort: { day: -1 }, limit, cursor: cursor ?? null });
        return { items: found.items.map((one) => showFigures(one, nameOf(app, one.account))), next: found.next };
      },
    }),
    staffEndpoint({
      method: 'GET',
      path: '/api/figures/accounts',
      summary: '各平台取数的情况：最近一次、今日调用次数、缺什么及原因',
      tag: '平台数据',
      handle: async ({ now }) => {
        const counting = app.accounts.filter(({ id }) => app.channels.doorway(id)?.pullFigures);
        return { items: await Promise.all(counting.map(({ id }) => showSource(app, id, now))) };
      },
    }),
  ];
}

function nameOf({ accounts }: FigureDesk, id: string): string {
  return accounts.find((account) => account.id === id)?.name ?? id;
}

const BASES = {
  day: '当日新增',
  'until-day': '发布起至当日末累计',
  'until-now': '发布起至取数时累计',
} as const satisfies Record<Observation['basis'], string>;

/** A figure as JSON for staff; exported for its words. */
export function showFigures(observation: Observation, accountName: string) {
  const { account, delivery, release, day, basis, values, final, learntAt, earlier } = observation;
  return {
    ...{ account, accountName, delivery, release, day, basis, basisName: BASES[basis], values, names: figureNames },
    ...{ final, standing: standingOf(observation), learntAt, earlier },
  };
}

function standingOf({ final, basis, learntAt, earlier }: Observation): string {
  if (basis === 'until-now') return `未定稿：截至 ${toMinute(learntAt)} 的累计数，平台随时更新`;
  if (!final) return `未定稿：平台的统计尚未完成（取于 ${toMinute(learntAt)}），以后自动再取`;
  const restated = earlier.length > 0 ? `，平台更正过 ${earlier.length} 次` : '';
  return `已定稿（${toMinute(learntAt)} 取得${restated}）`;
}

async function showSource(app: FigureDesk, id: string, now: Date) {
  const source = await findFigureSource(app.db, id);
  const { askedAt, okAt, notes, failure } = source;
  const state = failure ? '故障' : okAt ? '正常' : '尚未取过';
  return {
    account: id,
    name: nameOf(app, id),
    state,
    askedAt,
    okAt,
    callsToday: callsToday(source, now),
    notes,
    failure,
  };
}
