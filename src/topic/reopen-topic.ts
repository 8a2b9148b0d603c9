/** Opening a closed topic again: it waits as it did before it was closed. */
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { getTopic, type Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function reopenTopic(desk: TopicDesk, seen: Seen, by: Person, now: Date): Promise<Topic> {
  const topic = await getTopicIn(desk.db, { ...seen, states: ['closed'], act: '重新打开' }, by);
  const set = { state: 'open', closing: null } as const;
  const change = { what: 'topic.reopened', set, facts: { why: 'by-hand', ...topic.closing?.done } } as const;
  await changeTopic(desk.db, topic, change, { by: by.id, now });
  await refreshDeadline(desk, topic._id, now);
  return await getTopic(desk.db, topic._id);
}
