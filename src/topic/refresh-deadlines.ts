/**
 * Makes due times anew from what they follow from: class, signals, merges, the calendar and config/deadlines.json. Run at
 * start (the calendar may be a new one) and after whatever joins or parts topics; so a crash in between, or a holiday
 * notice that comes late, puts itself right.
 */
import { signalsOf } from '../signal/signal.ts';
import type { Member } from './answer.ts';
import type { TopicChange } from './change-topic.ts';
import { clockOf } from './clock-of.ts';
import { type Topic, topicLine, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { mergedInto } from './topic-family.ts';
import { turnOf } from './turn.ts';
import { firstWaiting } from './waiting-signals.ts';

/** All topics that wait or may wait again. Returns how many due times moved. */
export async function refreshDeadlines(desk: TopicDesk, now: Date): Promise<number> {
  let moved = 0;
  for await (const topic of topicsOf(desk.db).find({ state: { $in: ['open', 'answered'] } })) {
    if (await refreshTopic(desk, topic, now)) moved++;
  }
  return moved;
}

/** One topic's, by id; says nothing when it is gone or merged. */
export async function refreshDeadline(desk: TopicDesk, id: string, now: Date): Promise<void> {
  const topic = await topicsOf(desk.db).findOne({ _id: id, merge: null });
  if (topic) await refreshTopic(desk, topic, now);
}

async function refreshTopic(desk: TopicDesk, topic: Topic, now: Date): Promise<boolean> {
  const merged = await mergedInto(desk.db, topic._id);
  const turn = await turnOf(desk.db, topic, merged);
  if (turn) return await turnTopic(desk, topic, { turn, merged, now });
  const from = await startOf(desk, topic, merged);
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

interface Turn {
  readonly turn: TopicChange;
  readonly merged: readonly Member[];
  readonly now: Date;
}

/** It waits again, or no longer: with its line and the due time that follows. */
async function turnTopic(desk: TopicDesk, topic: Topic, { turn, merged, now }: Turn): Promise<boolean> {
  const { what, set, facts = {} } = turn;
  const { _id } = topic;
  const turned = { ...topic, ...set, revision: topic.revision + 1 };
  const from = await startOf(desk, turned, merged);
  const clock = clockOf({ ...turned, ...from }, desk, topic);
  const line = topicLine(turned, { what, at: now, by: 'system', facts });
  const change = { ...set, ...from, ...clock, revision: turned.revision, unreported: line._id };
  const { matchedCount } = await topicsOf(desk.db).updateOne(
    { _id, revision: topic.revision },
    { $set: change, $push: { unposted: line } },
  );
  // Somebody acted on it just now: look again.
  if (matchedCount === 0) await refreshDeadline(desk, _id, now);
  return true;
}

/** The earliest signal of the whole family that no answer covers; with none, what was known before. */
async function startOf(
  { db }: TopicDesk,
  topic: Topic,
  merged: readonly Member[],
): Promise<Pick<Topic, 'receivedFrom' | 'writtenFrom'>> {
  const family = { topic: { $in: [topic._id, ...merged.map(({ _id }) => _id)] } };
  const one = (by: 'receivedAt' | 'writtenAt') =>
    topic.state === 'open' ? firstWaiting(db, topic, merged, by) : signalsOf(db).findOne(family, { sort: { [by]: 1 } });
  const [received, written] = await Promise.all([one('receivedAt'), one('writtenAt')]);
  return {
    receivedFrom: received?.receivedAt ?? topic.receivedFrom,
    writtenFrom: written?.writtenAt ?? topic.writtenFrom,
  };
}
