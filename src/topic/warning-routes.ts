/** What runs out and what is late, over HTTP: for the page of today, and everything there was about one topic. */
import { z } from 'zod';
import { toMinute } from '../clock.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Person } from '../staff/person.ts';
import type { Filter } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { toldNames } from './deadline-rule.ts';
import { showTopicRow } from './show-topic.ts';
import { type Topic, topicsOf } from './topic.ts';
import { topicRowAnswer, warningAnswer } from './topic-answer.ts';
import type { TopicDesk } from './topic-desk.ts';
import { isOfOffice } from './unit.ts';
import { type Warning, warningsOf } from './warning.ts';

const query = z.strictObject({
  for: z.enum(['mine', 'all']).default('mine').describe('mine：本人、本单位的，负责人另含报到本人的；all：全部'),
  level: z.enum(['before', 'after']).optional().describe('before 将到期，after 已超期'),
  ...pageQuery,
});

const answer = z.object({
  counts: z.object({ before: z.int(), after: z.int() }).describe('将到期、已超期的事项各有几件'),
  items: z.array(topicRowAnswer.extend({ warnings: z.array(warningAnswer) })),
  next: z.string().nullable(),
});

export function warningRoutes(desk: TopicDesk): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/warnings',
      summary: '将到期和已超期的事项，最紧急的在前，附已发出的各次提醒',
      tag: '事项',
      query,
      answer,
      handle: async ({ query: { for: whose, level, limit, cursor = null }, person, now }) => {
        mayReadSignals(person);
        const { db } = desk;
        const all = whose === 'all' ? {} : concerning(desk, person);
        const count = (one: string) => topicsOf(db).countDocuments({ ...standing(one), ...all });
        const filter = { ...standing(level), ...all };
        const found = await page(topicsOf(db), { filter, sort: { 'due.at': 1 }, limit, cursor });
        const items = await Promise.all(
          found.items.map(async (topic) => ({
            ...(await showTopicRow(desk, topic, now)),
            warnings: await told(desk, topic),
          })),
        );
        return { counts: { before: await count('before'), after: await count('after') }, items, next: found.next };
      },
    }),
  ];
}

/** Every warning recorded for a topic, also for due times that have moved since; the earliest first. */
export async function told({ db }: TopicDesk, { _id }: Topic) {
  const found = await warningsOf(db)
    .find({ topic: _id }, { sort: { at: 1 } })
    .toArray();
  return found.map(showWarning);
}

function standing(level?: string): Filter {
  return { state: 'open', 'warning.level': level ?? { $in: ['before', 'after'] } };
}

/** Units see what they have, the office what somebody there has or nobody; its head also what was passed up. */
function concerning(desk: TopicDesk, person: Person): Filter {
  if (!isOfOffice(person, desk.units)) return { units: person.unit };
  const nobodys = { owner: null, 'units.0': { $exists: false } };
  const passedUp = { 'warning.told': 'office-leader' };
  return { $or: [{ owner: person.id }, nobodys, ...(person.isHead ? [passedUp] : [])] };
}

function showWarning({ _id, rule, name, dueAt, kind, tell, at, notedAt }: Warning) {
  const until = toMinute(dueAt);
  const words = kind === 'before' ? `“${name}”将于 ${until} 到期` : `“${name}”已于 ${until} 到期，尚未完成`;
  return { id: _id, rule, name, dueAt, kind, tell, tellName: toldNames[tell], words, at, notedAt };
}
