/** Saying what a topic is: the class and, for messages, the kind. Its deadline follows; see deadline.ts. */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { duesOf, type Matter, type TopicClass } from './deadline.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

export interface Classing extends Seen {
  readonly class: TopicClass;
  /** Only for messages; 'general' when left out. */
  readonly matter?: Matter;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state' (also when it is that already). */
export async function classTopic(desk: TopicDesk, classing: Classing, by: Person, now: Date): Promise<Topic> {
  const { id, revision } = classing;
  const topic = await getTopicIn(desk.db, { id, revision, states: ['open', 'answered'], act: '定级' }, by);
  const matter = classing.class === 'message' ? (classing.matter ?? 'general') : 'general';
  const set = { class: classing.class, matter };
  if (topic.class === set.class && topic.matter === matter) {
    throw new Problem('wrong-state', '此事项已经是这个类别。请刷新后再操作。');
  }
  const [due] = duesOf({ ...topic, ...set }, desk.deadlines, desk.calendar);
  const facts = { ...set, from: topic.class, due: due.at.toISOString() };
  return await changeTopic(desk.db, topic, { what: 'topic.classed', set: { ...set, due }, facts }, { by: by.id, now });
}
