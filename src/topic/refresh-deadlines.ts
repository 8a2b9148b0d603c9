/**
 * Makes due times anew from what they follow from: class, signals, merges, the calendar and config/deadlines.json. Run at
 * start (the calendar may be a new one) and after whatever joins or parts topics; so a crash in between, or a holiday
 * notice that comes late, puts itself right.
 */
import { signalsOf } from '../signal/signal.ts';
import { clockOf } from './clock-of.ts';
import { type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';

/** All topics that wait or may wait again. Returns how many due times moved. */
export async function refreshDeadlines(desk: TopicDesk): Promise<number> {
  let moved = 0;
  for await (const topic of topicsOf(desk.db).find({ state: { $in: ['open', 'answered'] } })) {
    if (await refreshTopic(desk, topic)) moved++;
  }
  return moved;
}

/** One topic's, by id; says nothing when it is gone or merged. */
export async function refreshDeadline(desk: TopicDesk, id: string): Promise<void> {
  const topic = await topicsOf(desk.db).findOne({ _id: id, merge: null });
  if (topic) await refreshTopic(desk, topic);
}

async function refreshTopic(desk: TopicDesk, topic: Topic): Promise<boolean> {
  const from = await startOf(desk, topic);
  const clock = clockOf({ ...topic, ...from }, desk, topic);
  const { due, warnAt } = clock;
  // Another class may count from a start that this one does not mind.
  const isSameStart = +from.receivedFrom === +topic.receivedFrom && +from.writtenFrom === +topic.writtenFrom;
  if (warnAt === undefined && isSameStart && due.explanation === topic.due.explanation) return false;
  // Whoever changed class, start or hands meanwhile has also made a due time for it.
  const { _id, revision, receivedFrom } = topic;
  const unchanged = { _id, revision, receivedFrom };
  const { modifiedCount } = await topicsOf(desk.db).updateOne(unchanged, { $set: { ...from, ...clock } });
  return modifiedCount > 0;
}

/** The earliest signal of the whole family that came after the last answer; with none, what was known before. */
async function startOf({ db }: TopicDesk, topic: Topic): Promise<Pick<Topic, 'receivedFrom' | 'writtenFrom'>> {
  const family = { $in: await familyOf(db, topic._id) };
  const { state, answer } = topic;
  const waiting = answer && state === 'open' ? { receivedAt: { $gt: answer.coversUntil } } : {};
  const one = (field: string) => signalsOf(db).findOne({ topic: family, ...waiting }, { sort: { [field]: 1 } });
  const [received, written] = await Promise.all([one('receivedAt'), one('writtenAt')]);
  return {
    receivedFrom: received?.receivedAt ?? topic.receivedFrom,
    writtenFrom: written?.writtenAt ?? topic.writtenFrom,
  };
}
