/**
 * Saying what a topic is: the class and, where kinds are told apart, the kind. Its deadline follows; see deadline.ts. Saying
 * what the rules propose anyway confirms it: from then on they change nothing any more (propose-stage.ts).
 */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { clockOf } from './clock-of.ts';
import { CLASSES_WITH_MATTER, type Matter, type TopicClass } from './deadline-rule.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

export interface Classing extends Seen {
  readonly class: TopicClass;
  /** Only for messages and cases; 'general' when left out. */
  readonly matter?: Matter;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state' (also when a person has said the same before). */
export async function classTopic(desk: TopicDesk, classing: Classing, by: Person, now: Date): Promise<Topic> {
  const { id, revision } = classing;
  const topic = await getTopicIn(desk.db, { id, revision, states: ['open', 'answered'], act: '定级' }, by);
  const matter = CLASSES_WITH_MATTER.includes(classing.class) ? (classing.matter ?? 'general') : 'general';
  const said = { class: classing.class, matter };
  const isSame = topic.class === said.class && topic.matter === matter;
  if (isSame && (topic.classedBy ?? null) !== null) {
    throw new Problem('wrong-state', '此事项已经是这个类别。请刷新后再操作。');
  }
  const clock = clockOf({ ...topic, ...said }, desk, topic);
  const facts = { ...said, from: topic.class, confirmed: isSame, due: clock.due.at.toISOString() };
  const set = { ...said, classedBy: by.id, ...clock };
  return await changeTopic(desk.db, topic, { what: 'topic.classed', set, facts }, { by: by.id, now });
}
