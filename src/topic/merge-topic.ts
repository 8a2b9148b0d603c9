/**
 * Two topics are one matter: one points at the other from now on (topic-family.ts). Taken back by undo-topic.ts.
 *
 * The target's revision is raised first, then the merged topic changes under the revision the caller saw. So of two merges
 * that would make a ring (A into B while B into A) each spoils the other's revision and neither happens. A crash in between
 * leaves a raised revision and nothing else; one after it leaves an old due time, which refresh-deadlines.ts puts right. So it does
 * where a topic that waits went into one that is answered: that waits again (turn.ts).
 */
import { invalid, Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { changeTopic, getTopicIn, refuseState, type Seen } from './change-topic.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { getTopic, type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

export interface Merging extends Seen {
  /** Id of the topic it becomes part of. */
  readonly into: string;
}

/** Answers the target. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'invalid-input'. */
export async function mergeTopic(desk: TopicDesk, merging: Merging, by: Person, now: Date): Promise<Topic> {
  const { id, revision, into } = merging;
  const topic = await getTopicIn(desk.db, { id, revision, states: ['open', 'answered'], act: '并入其他事项' }, by);
  if (into === id) throw invalid('into', '不能并入自身', '请选择另一个事项');
  if (topic.splitting) throw stillSplitting();
  const target = await getTopic(desk.db, into);
  refuseState(target, ['open', 'answered'], '并入此事项');
  const nth = await touch(desk.db, { _id: into });
  const before = topic.state === 'answered' ? 'answered' : 'open';
  const set = { state: 'merged', merge: { into, how: 'merge', at: now, by: by.id, before, nth } } as const;
  await changeTopic(desk.db, topic, { what: 'topic.merged', set, facts: { into } }, { by: by.id, now });
  await refreshDeadline(desk, into, now);
  return await getTopic(desk.db, into);
}

/** Raises the revision of a topic that others are about to be joined to or parted from, and answers the new one. */
export async function touch(
  db: Database,
  which: { readonly _id: string; readonly revision?: number },
): Promise<number> {
  const free = { ...which, state: { $in: ['open', 'answered'] } };
  const touched = await topicsOf(db).findOneAndUpdate(
    free,
    { $inc: { revision: 1, stirred: 1, warmed: 1 } },
    { returnDocument: 'after' },
  );
  if (!touched) throw new Problem('wrong-state', '事项刚被改动、并入别处或已办结。请刷新后再操作。');
  return touched.revision;
}

export function stillSplitting(): Problem {
  return new Problem('wrong-state', '事项正在拆分，线索还没有移完。请稍等几秒，刷新后再操作。');
}
