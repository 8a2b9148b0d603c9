/** Heat over HTTP: the curve of a topic, and the bursts nobody has seen yet. The list in order of heat is topic-routes.ts. */
import { z } from 'zod';
import { after, days, hours } from '../clock.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { type HeatAlert, heatAlertsOf, seeAlert } from './heat-alert.ts';
import { heatCurve } from './heat-rule.ts';
import { voicesIn } from './heat-stage.ts';
import { getTopic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { topicParams } from './topic-schemas.ts';

const curveQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(370).default(30).describe('到最近一条线索为止看几天'),
});
const alertQuery = z.strictObject({ state: z.enum(['new', 'seen', 'all']).default('new'), ...pageQuery });

const curveAnswer = z.object({
  topic: z.string(),
  stepHours: z.int(),
  points: z.array(z.object({ at: z.date(), heat: z.number(), signals: z.int() })),
});
const alertAnswer = z.object({
  id: z.string(),
  topic: z.string(),
  title: z.string(),
  signals: z.int().describe('最近 24 小时的线索数'),
  usual: z.number().describe('此前每天平均'),
  words: z.string(),
  at: z.date(),
  noticedAt: z.date(),
  state: z.enum(['new', 'seen']),
  seen: z.object({ by: z.string(), at: z.date() }).nullable(),
});

/** Points a curve has at most, or nearly. */
const POINTS = 120;

export function heatRoutes(desk: TopicDesk): readonly Endpoint[] {
  return [alertsRoute(desk), seenRoute(desk), curveRoute(desk)];
}

function curveRoute({ db }: TopicDesk): Endpoint {
  return staffEndpoint<z.infer<typeof topicParams>, z.infer<typeof curveQuery>>({
    method: 'GET',
    path: '/api/topics/:id/heat',
    summary: '一个事项的热度曲线：热度由线索、点赞、来源和热榜名次按 config/heat.json 计算，随时间冷却',
    tag: '事项',
    params: topicParams,
    query: curveQuery,
    answer: curveAnswer,
    handle: async ({ params: { id }, query, person }) => {
      mayReadSignals(person);
      const { lastAt } = await getTopic(db, id);
      const stepHours = Math.max(1, Math.ceil((query.days * 24) / POINTS));
      const from = after(lastAt, -days(query.days));
      // Two days more: how it cools.
      const span = { from, to: after(lastAt, days(2)), stepMs: hours(stepHours) };
      return { topic: id, stepHours, points: [...heatCurve(await voicesIn(db, id), span)] };
    },
  });
}

function alertsRoute(desk: TopicDesk): Endpoint {
  return staffEndpoint<unknown, z.infer<typeof alertQuery>>({
    method: 'GET',
    path: '/api/topics/alerts',
    summary: '升温提醒：一天之内的线索远多于以往的事项，最近的在前',
    tag: '事项',
    query: alertQuery,
    answer: z.object({ items: z.array(alertAnswer), next: z.string().nullable() }),
    handle: async ({ query: { state, limit, cursor = null }, person }) => {
      mayReadSignals(person);
      const filter = state === 'all' ? {} : { state };
      const found = await page(heatAlertsOf(desk.db), { filter, sort: { at: -1 }, limit, cursor });
      return { items: await Promise.all(found.items.map((alert) => showAlert(desk, alert))), next: found.next };
    },
  });
}

function seenRoute(desk: TopicDesk): Endpoint {
  return staffEndpoint<z.infer<typeof topicParams>>({
    method: 'POST',
    path: '/api/topics/alerts/:id/seen',
    summary: '已阅一条升温提醒',
    tag: '事项',
    params: topicParams,
    answer: alertAnswer,
    handle: async ({ params: { id }, person, now }) => showAlert(desk, await seeAlert(desk.db, id, person, now)),
  });
}

async function showAlert({ db }: TopicDesk, alert: HeatAlert) {
  const { _id, topic, signals, usual, at, noticedAt, state, seen } = alert;
  const { title = '' } = (await topicsOf(db).findOne({ _id: topic })) ?? {};
  const words = `24 小时内 ${signals} 条，此前每天平均 ${usual.toFixed(1)} 条`;
  return { id: _id, topic, title, signals, usual, words, at, noticedAt, state, seen };
}
