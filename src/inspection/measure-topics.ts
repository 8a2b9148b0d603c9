/** What waits for an answer: beyond its own limit, beyond the months that fail a site, and reports of mistakes. */
import { days, startOfDay, toDay } from '../clock.ts';
import type { Filter } from '../store/collection.ts';
import { TOPICS, type Topic } from '../topic/topic.ts';
import type { Limit } from './inspection-config.ts';
import type { InspectionDesk, Look } from './inspection-desk.ts';
import { judgeAge, type Named, type Subject } from './judge.ts';
import { monthsAfter } from './limit-day.ts';

/** As many as are named; the number tells of all. */
const NAMED = 50;

export interface Waiting {
  readonly count: number;
  readonly subjects: readonly Subject[];
}

/** Open longer than the limit, of those that came within a year; and those that will be in some days. */
export async function measureOld(desk: InspectionDesk, look: Look, limit: Limit): Promise<Waiting> {
  const { warnDays } = desk.config;
  const months = limit.unit === 'months' ? limit.amount : 0;
  const latest = startOfDay(monthsAfter(look.today, -months));
  const within = { $gte: startOfDay(monthsAfter(look.today, -12)) };
  const asked = { state: 'open', class: 'message' } as const;
  const count = await countTopics(desk, { ...asked, receivedFrom: { ...within, $lt: latest } });
  const soon = { ...within, $lt: new Date(latest.getTime() + (warnDays + 1) * days(1)) };
  const topics = await findTopics(desk, { ...asked, receivedFrom: soon });
  const judged = topics.map((topic) =>
    judgeAge(namedOf(topic), toDay(topic.receivedFrom), { limit, today: look.today, warnDays }),
  );
  const subjects = judged.map((one) => ({ ...one, says: one.says.replace('没有更新', '没有回应') }));
  return { count, subjects };
}

/** Past their own deadline; of one matter when it is told. */
export async function measureLate(desk: InspectionDesk, { now }: Look, matter?: Topic['matter']): Promise<Waiting> {
  const filter = { state: 'open', 'due.at': { $lt: now }, ...(matter && { matter }) };
  const [count, topics] = await Promise.all([countTopics(desk, filter), findTopics(desk, filter)]);
  const subjects = topics.map((topic): Subject => {
    const named = namedOf(topic);
    const late = Math.floor((now.getTime() - topic.due.at.getTime()) / days(1));
    const says = `${named.title}超过时限${late > 0 ? ` ${late} 天` : ''}尚未回应`;
    return { ...named, standing: 'fails', lastOn: toDay(topic.receivedFrom), age: null, daysLeft: -late, says };
  });
  return { count, subjects };
}

async function countTopics({ db }: InspectionDesk, filter: Filter): Promise<number> {
  return await db.collection<Topic>(TOPICS).countDocuments(filter);
}

/** The most urgent first. */
async function findTopics({ db }: InspectionDesk, filter: Filter): Promise<readonly Topic[]> {
  return await db
    .collection<Topic>(TOPICS)
    .find(filter, { sort: { 'due.at': 1 }, limit: NAMED })
    .toArray();
}

function namedOf({ _id, title }: Topic): Named {
  return { id: _id, title: `事项“${title}”`, href: `/api/topics/${encodeURIComponent(_id)}` };
}
