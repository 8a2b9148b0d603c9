/** Taking a topic on, so that two people do not answer the same thing. Giving it back is unclaim-topic.ts. */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { clockOf } from './clock-of.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state' (also when somebody has it already). */
export async function claimTopic(desk: TopicDesk, seen: Seen, by: Person, now: Date): Promise<Topic> {
  const topic = await getTopicIn(desk.db, { ...seen, states: ['open', 'answered'], act: '认领' }, by);
  if (topic.owner !== null) {
    const whose = topic.owner === by.id ? '您已认领此事项' : '此事项已由其他同事认领，需要接手的请其先退回';
    throw new Problem('wrong-state', `${whose}。请刷新后再操作。`);
  }
  const owner = by.id;
  const set = { owner, ...clockOf({ ...topic, owner }, desk, topic) };
  return await changeTopic(desk.db, topic, { what: 'topic.claimed', set }, { by: by.id, now });
}
