/** Closing: nothing more is to be done. Allowed without an answer, since not every voice needs one, but never unnoticed. */
import { invalid } from '../errors.ts';
import { ofKind, signalsOf } from '../signal/signal.ts';
import type { Person } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import type { RequestsDone, Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';

export interface Closing extends Seen {
  /** Why; Chinese, kept in the ledger. */
  readonly reason: string;
  /** What became of the request, where it is one; of config/entry-choices.json, which the caller has checked. */
  readonly outcome?: string | undefined;
}

export interface Closed {
  readonly topic: Topic;
  /** What whoever closed it should know; Chinese, null for nothing. */
  readonly warning: string | null;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function closeTopic({ db }: TopicDesk, closing: Closing, by: Person, now: Date): Promise<Closed> {
  const { id, revision, reason, outcome } = closing;
  const before = await getTopicIn(db, { id, revision, states: ['open', 'answered'], act: '办结' }, by);
  const done = await requestsDone(db, before, outcome);
  const set = {
    state: 'closed',
    waitsAgain: null,
    closing: { reason, at: now, by: by.id, ...(done && { done }) },
  } as const;
  const overdue = before.state === 'open' && now > before.due.at;
  const facts = { answered: before.answer !== null, overdue, reason, ...done };
  const topic = await changeTopic(db, before, { what: 'topic.closed', set, facts }, { by: by.id, now });
  return { topic, warning: warningFor(before) };
}

/** Null where nobody asked for disclosure. Throws 'invalid-input'. */
async function requestsDone(db: Database, { _id }: Topic, outcome: string | undefined): Promise<RequestsDone | null> {
  const family = { topic: { $in: await familyOf(db, _id) }, kind: ofKind('request') };
  const requests = await signalsOf(db)
    .find(family, { sort: { receivedAt: 1 } })
    .toArray();
  const [first] = requests;
  if (first && outcome === undefined) {
    const remedy = '请选择办理结果（如予以公开、部分公开），可选的见 GET /api/entries/kinds 的 choices.outcome';
    throw invalid('outcome', '这是依申请公开的申请，没有填写办理结果', remedy);
  }
  if (!first && outcome !== undefined) throw invalid('outcome', '这件事项不是依申请公开的申请', '请去掉办理结果');
  if (!first || outcome === undefined) return null;
  return { outcome, applicant: first.applicant ?? 'person', requests: requests.length };
}

function warningFor({ answer, state }: Topic): string | null {
  if (answer === null)
    return '此事项没有任何回应记录就办结了，不计入回应数。已用其他方式回应的，请重新打开并登记回应。';
  if (state === 'open') return '上次回应之后又有新的线索，尚未回应。如需回应，请重新打开。';
  return null;
}
