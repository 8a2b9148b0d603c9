/** Giving a topic back to the queue; the line is `topic.released`. */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { clockOf } from './clock-of.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/** By its owner, or by an administrator when the owner is away. Throws as claimTopic does. */
export async function unclaimTopic(desk: TopicDesk, seen: Seen, by: Person, now: Date): Promise<Topic> {
  const topic = await getTopicIn(
    desk.db,
    { ...seen, states: ['open', 'answered', 'closed'], act: '退回' },
    by,
    'administrator',
  );
  if (topic.owner === null) throw new Problem('wrong-state', '此事项没有人认领，不用退回。请刷新后再操作。');
  if (topic.owner !== by.id && !by.roles.includes('administrator')) {
    throw new Problem('no-right', '此事项由其他同事认领。请由认领人退回；认领人不在的，请管理员退回。');
  }
  const set = { owner: null, ...clockOf({ ...topic, owner: null }, desk, topic) };
  const change = { what: 'topic.released', set, facts: { from: topic.owner } } as const;
  return await changeTopic(desk.db, topic, change, { by: by.id, now });
}
