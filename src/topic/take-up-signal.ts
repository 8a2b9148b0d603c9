/** A signal that sorting set aside needs an answer after all: a person opens a topic for it. */
import { Problem } from '../errors.ts';
import { signalsOf } from '../signal/signal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { insertNew } from '../store/insert-new.ts';
import { openedTopic } from './fresh-topic.ts';
import { lookAgain } from './sorting-memory.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/**
 * The topic first, under the id sorting would have given it, then the signal: a crash in between is healed by asking again.
 * Throws 'no-right', 'not-found', 'wrong-state'.
 */
export async function takeUpSignal(desk: TopicDesk, id: string, by: Person, now: Date): Promise<Topic> {
  requireRole(by, 'responder');
  const signals = signalsOf(desk.db);
  const signal = await signals.findOne({ _id: id });
  if (!signal) throw new Problem('not-found', '没有这条线索。请从线索列表重新选择。');
  if (!signal.sorted) throw new Problem('wrong-state', '这条线索还在等待归类。请稍后刷新。');
  if (signal.topic !== null) throw new Problem('wrong-state', `这条线索已归入事项 ${signal.topic}。请到该事项办理。`);
  const topic = openedTopic(desk, signal, { by: by.id, now });
  await insertNew(topicsOf(desk.db), [topic]);
  lookAgain(desk.db, [topic._id]);
  const sorting = { decision: 'opened', reason: '由工作人员立项', at: now } as const;
  await signals.updateOne({ _id: id, topic: null }, { $set: { topic: topic._id, sorting } });
  return await getTopic(desk.db, topic._id);
}
