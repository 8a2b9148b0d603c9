/**
 * A matter that was first told in several ways has several topics until somebody tells it in full: who could join either shows that
 * they are one. Then the smaller is merged into the larger, as a person would, and can be parted again in the same way. Never a topic
 * somebody has already worked on.
 */
import type { Candidates } from './candidates.ts';
import { changeTopic } from './change-topic.ts';
import { gistOf } from './gist.ts';
import { touch } from './merge-topic.ts';
import { refreshDeadline } from './refresh-deadlines.ts';
import { belongsTo } from './sort-rule.ts';
import { type Topic, topicsOf } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { getRoot } from './topic-family.ts';

export interface Fragment {
  readonly topic: string;
  readonly into: string;
}

/** Of its samples, so many would be put into the other topic as it is known now. */
const MOSTLY = 0.6;

/** Which of two topics is part of the other, or null when they are not one. */
export function fragmentOf(candidates: Candidates, joined: string, also: string): Fragment | null {
  const pair = [joined, also].map((id) => candidates.get(id)).filter((one) => one !== null);
  const [larger, smaller] = pair.toSorted((a, b) => b.samples.length - a.samples.length);
  if (!larger || !smaller || larger === smaller) return null;
  const { vocabulary } = candidates;
  const belonging = smaller.samples.filter((keys) => belongsTo(gistOf(keys, vocabulary), larger, vocabulary));
  if (belonging.length < smaller.samples.length * MOSTLY) return null;
  return { topic: smaller.topic, into: larger.topic };
}

/** Whether nobody has done anything with it: then sorting may still change its mind. */
function isUntouched({ state, owner, revision, merge, splitting, answer, classedBy, splitFrom }: Topic): boolean {
  const isFree = state === 'open' && owner === null && revision === 1 && !answer;
  return isFree && !merge && !splitting && !classedBy && !splitFrom;
}

/** Merges it, unless somebody has touched it meanwhile or both have become one otherwise. */
export async function joinFragment(desk: TopicDesk, { topic: id, into: whole }: Fragment, now: Date): Promise<boolean> {
  const topic = await topicsOf(desk.db).findOne({ _id: id });
  const target = await getRoot(desk.db, whole);
  if (!topic || topic._id === target._id || !isUntouched(topic) || target.splitting) return false;
  if (target.state !== 'open' && target.state !== 'answered') return false;
  if (await isMergedInto(desk, topic._id)) return false;
  const nth = await touch(desk.db, { _id: target._id, revision: target.revision });
  const merge = { into: target._id, how: 'merge', at: now, by: 'system', before: 'open', nth } as const;
  const change = { what: 'topic.merged', set: { state: 'merged', merge }, facts: { into: target._id } } as const;
  await changeTopic(desk.db, topic, change, { by: 'system', now });
  await refreshDeadline(desk, target._id, now);
  return true;
}

/** A topic others were merged into is what people look at: it stays. */
async function isMergedInto({ db }: TopicDesk, id: string): Promise<boolean> {
  return (await topicsOf(db).countDocuments({ 'merge.into': id })) > 0;
}
