/**
 * Takes back the last merge, split or move a topic had part in, on either side, or its last renaming. A merged topic stands on its own again; a topic
 * that was split off goes back as a merged one, so its signals need not move again, and so does what was moved. What joined in
 * between stays where it is. As in merge-topic.ts the other side's revision is raised first, so that two acts on a pair never
 * both happen.
 */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { changeTopic, getTopicIn, refuseState, type Seen, type TopicChange } from './change-topic.ts';
import { stillSplitting, touch } from './merge-topic.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { type Renaming, takeBackTitle } from './rename-topic.ts';
import { getTopic, type Merge, type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

interface Undoable {
  readonly act: 'merge' | 'split' | 'move';
  /** The topic that was merged away or split off: the record that changes. */
  readonly part: Topic;
  /** Where a move took it; absent for other acts. */
  readonly target?: string;
  /** Id of the topic on the other side, and the revision the act gave it. */
  readonly whole: string;
  readonly nth: number;
}

/** Answers the topic asked about. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function undoTopic(desk: TopicDesk, seen: Seen, by: Person, now: Date): Promise<Topic> {
  const { db } = desk;
  const topic = await getTopicIn(db, { ...seen, states: ['open', 'answered', 'merged'], act: '撤销' }, by);
  if (topic.splitting) throw stillSplitting();
  const last = await findLast(db, topic);
  const renaming = topic.renamings?.at(-1);
  if (renaming && isLater(renaming, last, topic)) return await takeBackTitle(desk, topic, renaming, { by: by.id, now });
  if (!last) throw new Problem('wrong-state', '此事项没有可以撤销的合并、拆分、移动或改标题。请刷新后再操作。');
  const { part, whole, act, target } = last;
  if (act === 'split') refuseState(part, ['open', 'answered'], '撤销拆分');
  if (act === 'move') await refuseMoving(db, whole);
  const nth = await raise(db, topic, last);
  const change = act === 'merge' ? asBefore(part, whole) : asPart(part, { into: whole, nth, by: by.id, at: now });
  await changeTopic(db, part, change, { by: by.id, now });
  for (const id of [part._id, whole, ...(target ? [target] : [])]) await refreshDeadline(desk, id, now);
  return await getTopic(db, topic._id);
}

/** What is merged itself was called so before; its own splitting off came first of all. */
function isLater({ nth }: Renaming, last: Undoable | null, topic: Topic): boolean {
  if (topic.merge) return false;
  return !last || last.part._id === topic._id || nth > last.nth;
}

/** What was moved goes back only to a topic that still waits, and not before all of it has come. */
async function refuseMoving(db: Database, whole: string): Promise<void> {
  const source = await getTopic(db, whole);
  refuseState(source, ['open', 'answered'], '撤销移动');
  if (source.splitting) throw stillSplitting();
}

/** The record that changes is guarded by its own revision; the other sides learn of it by raised ones. Answers the whole's. */
async function raise(db: Database, topic: Topic, { act, part, whole, target }: Undoable): Promise<number> {
  const asked = part._id === topic._id ? null : await touch(db, { _id: topic._id, revision: topic.revision });
  if (act !== 'move') return asked ?? (await touchWhole(db, act, whole));
  if (target && target !== topic._id) await touchWhole(db, 'merge', target);
  return asked !== null && whole === topic._id ? asked : await touch(db, { _id: whole });
}

/**
 * A merge of the topic itself is the last thing that happened to it, its own splitting off the first; what happened to it
 * as the other side lies between, in the order of its revisions. Times would not do: two acts may share a millisecond.
 */
async function findLast(db: Database, topic: Topic): Promise<Undoable | null> {
  const [own] = mergeOf(topic);
  if (own) return own;
  const [merged, parted] = await Promise.all([
    topicsOf(db).find({ 'merge.into': topic._id }).toArray(),
    topicsOf(db).find({ 'splitFrom.topic': topic._id }).toArray(),
  ]);
  const acts = [...merged.flatMap(mergeOf), ...parted.flatMap(splitOf)].toSorted((a, b) => b.nth - a.nth);
  return acts[0] ?? splitOf(topic)[0] ?? null;
}

function mergeOf(part: Topic): Undoable[] {
  const { merge, splitFrom } = part;
  if (merge?.how === 'move' && splitFrom)
    return [{ act: 'move', part, whole: splitFrom.topic, target: merge.into, nth: merge.nth }];
  return merge?.how === 'merge' ? [{ act: 'merge', part, whole: merge.into, nth: merge.nth }] : [];
}

/** A split is over once its part was merged anywhere, be it by undoing it; a move stands in both its topics. */
function splitOf(part: Topic): Undoable[] {
  const { splitFrom, merge } = part;
  if (merge?.how === 'move') return mergeOf(part).map((act) => ({ ...act, nth: splitFrom?.nth ?? act.nth }));
  return splitFrom && !merge ? [{ act: 'split', part, whole: splitFrom.topic, nth: splitFrom.nth }] : [];
}

function asBefore({ merge }: Topic, whole: string): TopicChange {
  const set = { state: merge?.before ?? 'open', merge: null };
  return { what: 'topic.undone', set, facts: { act: 'merge', from: whole } };
}

function asPart({ state, merge: was }: Topic, merge: Pick<Merge, 'into' | 'nth' | 'by' | 'at'>): TopicChange {
  const before = was?.before ?? (state === 'answered' ? 'answered' : 'open');
  const set = { state: 'merged', merge: { ...merge, how: 'undo-split', before } } as const;
  return { what: 'topic.undone', set, facts: { act: 'split', into: merge.into } };
}

/** What a merge went into may be over by now: that does not keep a part from standing on its own again. */
async function touchWhole(db: Database, act: Undoable['act'], whole: string): Promise<number> {
  const { state, revision } = await getTopic(db, whole);
  const isOver = state === 'closed' || state === 'merged';
  return act === 'merge' && isOver ? revision : await touch(db, { _id: whole });
}
