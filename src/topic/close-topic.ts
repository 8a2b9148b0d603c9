/** Closing: nothing more is to be done. Allowed without an answer, since not every voice needs one, but never unnoticed. */
import type { Person } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

export interface Closing extends Seen {
  /** Why; Chinese, kept in the ledger. */
  readonly reason: string;
}

export interface Closed {
  readonly topic: Topic;
  /** What whoever closed it should know; Chinese, null for nothing. */
  readonly warning: string | null;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function closeTopic({ db }: TopicDesk, closing: Closing, by: Person, now: Date): Promise<Closed> {
  const { id, revision, reason } = closing;
  const before = await getTopicIn(db, { id, revision, states: ['open', 'answered'], act: '办结' }, by);
  const set = { state: 'closed', closing: { reason, at: now, by: by.id } } as const;
  const facts = { answered: before.answer !== null, overdue: before.state === 'open' && now > before.due.at, reason };
  const topic = await changeTopic(db, before, { what: 'topic.closed', set, facts }, { by: by.id, now });
  return { topic, warning: warningFor(before) };
}

function warningFor({ answer, state }: Topic): string | null {
  if (answer === null)
    return '此事项没有任何回应记录就办结了，不计入回应数。已用其他方式回应的，请重新打开并登记回应。';
  if (state === 'open') return '上次回应之后又有新的线索，尚未回应。如需回应，请重新打开。';
  return null;
}
