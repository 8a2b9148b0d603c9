/**
 * Some signals of a topic are another matter: they become a topic of their own. Here it is decided and written into the
 * topic, with the line, in one update; finish-splits.ts carries it out. Taken back by undo-topic.ts.
 */
import { invalid } from '../errors.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { finishSplit } from './finish-splits.ts';
import { stillSplitting } from './merge-topic.ts';
import { getTopic, type Topic, titleOf, topicIdOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';
import { leavingAs } from './waiting-signals.ts';

export interface Parting extends Seen {
  /** Ids of the signals that leave. */
  readonly signals: readonly string[];
  /** Title of the new topic; that of its first signal when left out. */
  readonly title?: string;
}

const LEAVE_ONE = '请至少留下一条；要改标题或类别的，不用拆分';

/** Answers the new topic. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'invalid-input'. */
export async function splitTopic(desk: TopicDesk, parting: Parting, by: Person, now: Date): Promise<Topic> {
  const { id, revision } = parting;
  const topic = await getTopicIn(desk.db, { id, revision, states: ['open', 'answered'], act: '拆分' }, by);
  if (topic.splitting) throw stillSplitting();
  const [first, ...more] = await getLeaving(desk, topic, { ids: parting.signals, remedy: LEAVE_ONE });
  const into = topicIdOf(`${id} split ${revision}`);
  const title = parting.title ?? titleOf(first);
  const signals = [first, ...more].map(({ _id }) => _id);
  const leaves = await leavingAs(desk.db, topic, [first, ...more]);
  const set = { splitting: { into, title, signals, at: now, by: by.id, nth: revision + 1, leaves } };
  const facts = { into, signals: signals.length };
  const split = await changeTopic(desk.db, topic, { what: 'topic.split', set, facts }, { by: by.id, now });
  await finishSplit(desk, split, now);
  return await getTopic(desk.db, into);
}

interface Leaving {
  readonly ids: readonly string[];
  /** What to do instead of taking all. */
  readonly remedy: string;
}

/** The signals named, oldest first. All must be the topic's, and one at least must stay. Throws 'invalid-input'. */
export async function getLeaving(
  { db }: TopicDesk,
  topic: Topic,
  { ids, remedy }: Leaving,
): Promise<[Signal, ...Signal[]]> {
  const wanted = [...new Set(ids)];
  const family = { $in: await familyOf(db, topic._id) };
  const found = await signalsOf(db)
    .find({ _id: { $in: wanted }, topic: family }, { sort: { writtenAt: 1 } })
    .toArray();
  const missing = wanted.filter((id) => !found.some(({ _id }) => _id === id));
  if (missing.length > 0) {
    throw invalid('signals', `有 ${missing.length} 条线索不属于此事项`, '请刷新，从此事项的线索中重新选择');
  }
  const [first, ...more] = found;
  if (!first) throw invalid('signals', '没有选择线索', '请至少选择一条');
  if (found.length === (await signalsOf(db).countDocuments({ topic: family }))) {
    throw invalid('signals', '选择了全部线索，没有留下的', remedy);
  }
  return [first, ...more];
}
