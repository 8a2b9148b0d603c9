/**
 * Takes back the last merge or split a topic had part in, on either side. A merged topic stands on its own again; a topic
 * that was split off goes back as a merged one, so its signals need not move again. What joined in between stays where it
 * is. As in merge-topic.ts the other side's revision is raised first, so that two acts on a pair never both happen.
 */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { changeTopic, getTopicIn, type Seen, type TopicChange } from './change-topic.ts';
import { stillSplitting, touch } from './merge-topic.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

interface Undoable {
  readonly act: 'merge' | 'split';
  /** The topic that was merged away or split off: the record that changes. */
  readonly part: Topic;
  /** Id of the topic on the other side. */
  readonly whole: string;
  readonly at: Date;
}

/** Answers the topic asked about. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function undoTopic(desk: TopicDesk, seen: Seen, by: Person, now: Date): Promise<Topic> {
  const topic = await getTopicIn(desk.db, { ...seen, states: ['open', 'answered', 'merged'], act: '撤销' }, by);
  if (topic.splitting) throw stillSplitting();
  const last = await findLast(desk.db, topic);
  if (!last) throw new Problem('wrong-state', '此事项没有可以撤销的合并或拆分。请刷新后再操作。');
  const { part, whole, act } = last;
  // The record that changes is guarded by its own revision; the other side learns of it by a raised one.
  if (part._id === topic._id) await touchUnlessOver(desk.db, whole);
  else await touch(desk.db, { _id: topic._id, revision: topic.revision });
  await changeTopic(desk.db, part, act === 'merge' ? asBefore(part, whole) : asPart(part, whole, { by, now }), {
    by: by.id,
    now,
  });
  for (const id of [part._id, whole]) await refreshDeadline(desk, id);
  return await getTopic(desk.db, topic._id);
}

async function findLast(db: Database, topic: Topic): Promise<Undoable | null> {
  const [merged, parted] = await Promise.all([
    topicsOf(db).find({ 'merge.into': topic._id }).toArray(),
    topicsOf(db).find({ 'splitFrom.topic': topic._id }).toArray(),
  ]);
  const acts = [...[topic, ...merged].flatMap(mergeOf), ...[topic, ...parted].flatMap(splitOf)];
  return acts.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
}

function mergeOf(part: Topic): Undoable[] {
  const { merge } = part;
  return merge?.how === 'merge' ? [{ act: 'merge', part, whole: merge.into, at: merge.at }] : [];
}

/** A split is over once its part was merged anywhere, be it by undoing it. */
function splitOf(part: Topic): Undoable[] {
  const { splitFrom, merge } = part;
  return splitFrom && !merge ? [{ act: 'split', part, whole: splitFrom.topic, at: splitFrom.at }] : [];
}

function asBefore({ merge }: Topic, whole: string): TopicChange {
  const set = { state: merge?.before ?? 'open', merge: null };
  return { what: 'topic.undone', set, facts: { act: 'merge', from: whole } };
}

function asPart({ state }: Topic, into: string, { by, now }: { by: Person; now: Date }): TopicChange {
  if (state !== 'open' && state !== 'answered') {
    throw new Problem('wrong-state', '拆出的事项已办结，不能撤销拆分。请先重新打开它。');
  }
  const set = { state: 'merged', merge: { into, how: 'undo-split', at: now, by: by.id, before: state } } as const;
  return { what: 'topic.undone', set, facts: { act: 'split', into } };
}

/** A merge may be taken back even when what it went into is closed or merged itself by now. */
async function touchUnlessOver(db: Database, id: string): Promise<void> {
  const whole = await getTopic(db, id);
  if (whole.state === 'open' || whole.state === 'answered') await touch(db, { _id: id });
}
