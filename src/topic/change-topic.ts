/**
 * The one way staff change a topic: the revision they saw must still hold, and the ledger line goes in with the change.
 * Either all of it happens or none; of two people acting at once, one is told.
 */
import { Problem } from '../errors.ts';
import type { Line } from '../ledger/line.ts';
import { type Person, type Role, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { getTopic, type Topic, type TopicState, topicLine, topicStateNames, topicsOf } from './topic.ts';

/** A topic as somebody saw it. */
export interface Seen {
  readonly id: string;
  readonly revision: number;
}

interface Meant extends Seen {
  readonly states: readonly TopicState[];
  /** What is to be done, for the refusal: '合并'. */
  readonly act: string;
}

/** The topic a responder means. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function getTopicIn(
  db: Database,
  { id, revision, states, act }: Meant,
  by: Person,
  ...alsoRoles: readonly Role[]
): Promise<Topic> {
  requireRole(by, 'responder', ...alsoRoles);
  const topic = await getTopic(db, id);
  if (topic.revision !== revision) throw staleTopic();
  refuseState(topic, states, act);
  return topic;
}

/** Throws 'wrong-state' unless the topic is in one of the states. */
export function refuseState(topic: Topic, states: readonly TopicState[], act: string): void {
  if (states.includes(topic.state)) return;
  const needed = states.map((state) => `“${topicStateNames[state]}”`).join('或');
  const into = topic.merge ? `，已并入 ${topic.merge.into}，请到该事项办理` : '';
  const state = `事项“${topic.title}”现为“${topicStateNames[topic.state]}”${into}`;
  throw new Problem('wrong-state', `${state}。${act}需要${needed}状态，请刷新后再操作。`);
}

export interface TopicChange {
  readonly what: Line['what'];
  readonly set: Partial<Topic>;
  readonly facts?: Line['facts'];
}

/** Applies a change to the topic as it was read. Throws 'stale-revision' when somebody was faster. */
export async function changeTopic(
  db: Database,
  before: Topic,
  { what, set, facts = {} }: TopicChange,
  { by, now }: { by: string; now: Date },
): Promise<Topic> {
  const revision = before.revision + 1;
  const line = topicLine({ _id: before._id, revision }, { what, at: now, by, facts });
  const after = await topicsOf(db).findOneAndUpdate(
    { _id: before._id, revision: before.revision },
    { $set: { ...set, revision, unreported: line._id }, $push: { unposted: line } },
    { returnDocument: 'after' },
  );
  if (!after) throw staleTopic();
  return after;
}

export function staleTopic(): Problem {
  const problem = '事项刚被其他人或系统改动';
  const remedy = '请刷新，确认最新情况后再操作';
  return new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}
