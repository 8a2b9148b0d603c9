/**
 * Some signals of a topic belong to another one that is there already. It is a split whose part is merged into that one from
 * the start: so samples, clocks and figures follow as they do for both, and a crash is healed by finish-splits.ts. Taken back
 * in one act by undo-topic.ts, on either side.
 *
 * As in merge-topic.ts the target's revision is raised first: whoever merges, closes or undoes it meanwhile is told. The part is
 * new and nothing is ever merged into it, so no ring can come about.
 */
import { invalid } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, refuseState, type Seen } from './change-topic.ts';
import { finishSplit } from './finish-splits.ts';
import { stillSplitting, touch } from './merge-topic.ts';
import { getLeaving } from './split-topic.ts';
import { getTopic, type Topic, titleOf, topicIdOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { leavingAs } from './waiting-signals.ts';

export interface Moving extends Seen {
  /** Ids of the signals that leave. */
  readonly signals: readonly string[];
  /** Id of the topic they go to. */
  readonly into: string;
}

const LEAVE_ONE = '请至少留下一条；要全部移走的，请用“并入”';

/** Answers the target. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'invalid-input'. */
export async function moveSignals(desk: TopicDesk, moving: Moving, by: Person, now: Date): Promise<Topic> {
  const { db } = desk;
  const { id, revision, into } = moving;
  const topic = await getTopicIn(db, { id, revision, states: ['open', 'answered'], act: '移出线索' }, by);
  if (into === id) throw invalid('into', '线索已在此事项中', '请选择另一个事项');
  if (topic.splitting) throw stillSplitting();
  const target = await getTopic(db, into);
  refuseState(target, ['open', 'answered'], '移入此事项');
  if (target.splitting) throw stillSplitting();
  const [first, ...more] = await getLeaving(desk, topic, { ids: moving.signals, remedy: LEAVE_ONE });
  const part = topicIdOf(`${id} split ${revision}`);
  const signals = [first, ...more].map(({ _id }) => _id);
  const leaves = await leavingAs(db, topic, [first, ...more]);
  const moved = { into, nth: await touch(db, { _id: into, revision: target.revision }) };
  const splitting = {
    into: part,
    title: titleOf(first),
    signals,
    at: now,
    by: by.id,
    nth: revision + 1,
    moved,
    leaves,
  };
  const facts = { into: part, to: into, signals: signals.length };
  const split = await changeTopic(db, topic, { what: 'topic.split', set: { splitting }, facts }, { by: by.id, now });
  await finishSplit(desk, split, now);
  return await getTopic(db, into);
}
