/**
 * A better title for a topic than its first message gave it. What it was called before is kept in the record, so that it can be
 * taken back by undo-topic.ts like every other act; neither stands in the ledger: a title may quote what people wrote.
 */
import { invalid } from '../errors.ts';
import { findPersonal } from '../privacy/find-personal.ts';
import { type PersonalKind, personalKinds } from '../privacy/personal-kind.ts';
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen, type TopicChange } from './change-topic.ts';
import { lookAgain } from './sorting-memory.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/** One renaming: what it was called before, and the revision the act gave it. */
export interface Renaming {
  readonly from: string;
  readonly at: Date;
  readonly by: string;
  readonly nth: number;
}

export interface NewTitle extends Seen {
  readonly title: string;
}

/** Titles stand in lists, notices and drafts that many read. */
const NOT_IN_TITLES: readonly PersonalKind[] = ['identity', 'card', 'mobile', 'mail', 'account'];
const MOST_KEPT = 20;

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'invalid-input'. */
export async function renameTopic(desk: TopicDesk, given: NewTitle, by: Person, now: Date): Promise<Topic> {
  const { id, revision } = given;
  const topic = await getTopicIn(desk.db, { id, revision, states: ['open', 'answered'], act: '改标题' }, by);
  const title = given.title.trim().replace(/\s+/g, ' ');
  if (title === topic.title) throw invalid('title', '与现在的标题相同', '请写上新的标题');
  const [found] = findPersonal(title, NOT_IN_TITLES);
  if (found) throw invalid('title', `标题中有${personalKinds[found.kind]}`, '请删去个人信息，写明事由和地点即可');
  const renaming = { from: topic.title, at: now, by: by.id, nth: revision + 1 };
  const set = { title, renamings: [...(topic.renamings ?? []), renaming].slice(-MOST_KEPT) };
  return await change(desk, topic, { what: 'topic.renamed', set }, { by: by.id, now });
}

/** It is called again what it was called before the last renaming. Throws 'stale-revision'. */
export async function takeBackTitle(
  desk: TopicDesk,
  topic: Topic,
  { from }: Renaming,
  how: { readonly by: string; readonly now: Date },
): Promise<Topic> {
  const set = { title: from, renamings: (topic.renamings ?? []).slice(0, -1) };
  return await change(desk, topic, { what: 'topic.undone', set, facts: { act: 'rename' } }, how);
}

async function change(desk: TopicDesk, topic: Topic, changed: TopicChange, how: { by: string; now: Date }) {
  const renamed = await changeTopic(desk.db, topic, changed, how);
  // Sorting names topics by their titles in its reasons.
  lookAgain(desk.db, [topic._id]);
  return renamed;
}
