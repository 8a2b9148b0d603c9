/** Figures of platforms over HTTP: by release, post or day, each with what it counts and whether it may still change. */
import { z } from 'zod';
import { figureNames } from '../channel/post-figures.ts';
import type { ReadingDesk } from '../channel/reading.ts';
import { isDay } from '../clock.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { callsToday, findFigureSource } from './figure-source.ts';
import { figuresOf } from './observation.ts';
import { showFigures } from './show-figures.ts';

const query = z.strictObject({
  release: z.string().optional().describe('发布件编号'),
  delivery: z.string().optional().describe('投递编号，即一个渠道上的一篇'),
  account: z.string().optional(),
  day: z.string().refine(isDay, '应为 YYYY-MM-DD').optional().describe('统计的日期，YYYY-MM-DD'),
  ...pageQuery,
});

export function figureRoutes(app: ReadingDesk): readonly Endpoint[] {
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
        const items = found.items.map((one) => showFigures(one, nameOf(app, one.account)));
        return { items, next: found.next, names: figureNames };
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

function nameOf({ accounts }: ReadingDesk, id: string): string {
  return accounts.find((account) => account.id === id)?.name ?? id;
}

async function showSource(app: ReadingDesk, id: string, now: Date) {
  const source = await findFigureSource(app.db, id);
  const { askedAt, okAt, notes, failure } = source;
  const well = okAt ? '正常' : '尚未取过';
  const about = { account: id, name: nameOf(app, id), state: failure ? '故障' : well };
  return { ...about, askedAt, okAt, callsToday: callsToday(source, now), notes, failure };
}
