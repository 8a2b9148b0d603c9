/** The response queue over HTTP, and what staff do with a topic. Answering it is reply/reply-routes.ts. */
import { z } from 'zod';
import { endOfDay } from '../calendar/working-days.ts';
import { startOfDay, toDay } from '../clock.ts';
import { type Endpoint, type StaffCall, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Person } from '../staff/person.ts';
import type { Filter, Sort } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { heatRoutes } from './heat-routes.ts';
import { showTopicRow } from './show-topic.ts';
import { takeUpSignal } from './take-up-signal.ts';
import { topicsOf } from './topic.ts';
import { topicRowAnswer } from './topic-answer.ts';
import type { TopicDesk } from './topic-desk.ts';
import { topicPageRoute } from './topic-page-routes.ts';
import { takeUpInput, topicQuery } from './topic-schemas.ts';
import { topicStepRoutes } from './topic-step-routes.ts';
import { watchRoutes } from './watch-routes.ts';
import { wordRoutes } from './word-routes.ts';

export interface TopicApp extends TopicDesk {
  nudge(): void;
}

type Query = z.infer<typeof topicQuery>;

export function topicRoutes(app: TopicApp): readonly Endpoint[] {
  const words = [...wordRoutes(app.db), ...watchRoutes(app)];
  return [...words, ...heatRoutes(app), ...readRoutes(app), takeUpRoute(app), ...topicStepRoutes(app)];
}

function readRoutes(app: TopicApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, Query>({
      method: 'GET',
      path: '/api/topics',
      summary: '待回应事项，最紧急的在前；每件附到期时间及其由来',
      tag: '事项',
      query: topicQuery,
      answer: z.object({ items: z.array(topicRowAnswer), next: z.string().nullable() }),
      handle: async ({ query, person, now }) => {
        mayReadSignals(person);
        const { limit, cursor = null } = query;
        const sort: Sort = query.sort === 'heat' ? { heatKey: -1 } : { 'due.at': 1 };
        const request = { filter: filterFor(query, person, now), sort, limit, cursor };
        const { items, next } = await page(topicsOf(app.db), request);
        return { items: await Promise.all(items.map((topic) => showTopicRow(app, topic, now))), next };
      },
    }),
    topicPageRoute(app),
  ];
}

function filterFor({ state, due, owner, unit, class: topicClass, alert }: Query, person: Person, now: Date): Filter {
  const whose = owner === 'me' ? person.id : owner === 'none' ? null : owner;
  return {
    ...(state !== 'all' && { state }),
    ...(due && { 'due.at': rangeOf(due, now) }),
    ...(whose !== undefined && { owner: whose }),
    ...(topicClass && { class: topicClass }),
    ...(unit && unitFilter(unit, person)),
    ...(alert && { 'warning.level': alert === 'none' ? null : alert }),
  };
}

/** 'mine' for somebody of the office itself is what no unit has. */
function unitFilter(unit: string, person: Person): Filter {
  const id = unit === 'mine' ? (person.unit ?? 'none') : unit;
  return id === 'none' ? { 'units.0': { $exists: false } } : { units: id };
}

function rangeOf(due: string, now: Date): Filter {
  if (due === 'overdue') return { $lt: now };
  const day = due === 'today' ? toDay(now) : due;
  return { $gte: startOfDay(day), $lte: endOfDay(day) };
}

function takeUpRoute(app: TopicApp): Endpoint {
  return staffEndpoint<unknown, unknown, z.infer<typeof takeUpInput>>({
    method: 'POST',
    path: '/api/topics',
    summary: '为一条未列入的线索立项',
    tag: '事项',
    body: takeUpInput,
    answer: topicRowAnswer,
    status: 201,
    handle: async ({ body, person, now }: StaffCall<unknown, unknown, z.infer<typeof takeUpInput>>) => {
      const topic = await takeUpSignal(app, body.signal, person, now);
      app.nudge();
      return await showTopicRow(app, topic, now);
    },
  });
}
