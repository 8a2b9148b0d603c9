/** One topic's page over HTTP: its signals, every deadline, and all that was answered. The queue is topic-routes.ts. */
import type { z } from 'zod';
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { showBoard } from '../delivery/show-delivery.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { agreementsOn } from '../reply/agreement.ts';
import { repliesOf } from '../reply/reply.ts';
import { showReply } from '../reply/show-reply.ts';
import { showSignal } from '../signal/show-signal.ts';
import { signalsOf } from '../signal/signal.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import { page } from '../store/page.ts';
import { duesOf } from './deadline.ts';
import { showDue, showTopicRow } from './show-topic.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';
import { topicPageAnswer } from './topic-answer.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';
import { topicPageQuery, topicParams } from './topic-schemas.ts';
import { told } from './warning-routes.ts';

export function topicPageRoute(desk: TopicDesk): Endpoint {
  return staffEndpoint<z.infer<typeof topicParams>, z.infer<typeof topicPageQuery>>({
    method: 'GET',
    path: '/api/topics/:id',
    summary: '一个事项：线索、各项时限及其由来、回应和投递',
    tag: '事项',
    params: topicParams,
    query: topicPageQuery,
    answer: topicPageAnswer,
    handle: async ({ params, query: { cursor = null, limit }, person, now }) => {
      mayReadSignals(person);
      return await showTopicPage(desk, await getTopic(desk.db, params.id), { now, limit, cursor });
    },
  });
}

interface Shown {
  readonly now: Date;
  /** Page of the signals. */
  readonly limit: number;
  readonly cursor: string | null;
}

async function showTopicPage(desk: TopicDesk, topic: Topic, { now, limit, cursor }: Shown) {
  const { db } = desk;
  const family = { $in: await familyOf(db, topic._id) };
  const [row, signals, replies, deliveries, merged] = await Promise.all([
    showTopicRow(desk, topic, now),
    page(signalsOf(db), { filter: { topic: family }, sort: { writtenAt: 1 }, limit, cursor }),
    repliesOf(db)
      .find({ topic: family }, { sort: { createdAt: 1 } })
      .toArray(),
    db.collection<Delivery>(DELIVERIES).find({ 'facts.topic': family }).toArray(),
    topicsOf(db).find({ 'merge.into': topic._id }).toArray(),
  ]);
  return {
    ...row,
    deadlines: duesOf(topic, desk.deadlines, desk.calendar).map((due) => showDue(due, now)),
    signals: { items: signals.items.map(showSignal), next: signals.next, total: row.signals },
    warnings: await told(desk, topic),
    replies: replies.map((reply) => showReply(reply, agreementsOn(reply, topic, desk.units))),
    deliveries: await showBoard(db, deliveries),
    merged: merged.map(({ _id, title }) => ({ id: _id, title })),
  };
}
