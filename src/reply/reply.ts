/**
 * What we answered to a topic, by whatever means. On the channel it was said, a second person approves the exact text first;
 * given elsewhere (a press conference, a phone call), it is logged with proof. Only these two count as answers.
 *
 *   draft → approved → ordered → sent | failed        draft → returned → draft (edited)        logged
 *
 * ordered  deliveries exist (order-replies.ts); how each got on is the delivery's own business
 * sent     at least one has arrived      failed  none can or none did
 */
import { Problem } from '../errors.ts';
import { aLine, type Fact, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Consent } from './agreement.ts';

/** Means → 界面. */
export const meansNames = {
  channel: '在原渠道回应',
  'press-conference': '新闻发布会',
  interview: '访谈',
  phone: '电话',
  letter: '信函、书面',
  visit: '当面',
  website: '网站公开',
  other: '其他方式',
} as const;
export type Means = keyof typeof meansNames;

/** State → 界面. */
export const replyStateNames = {
  draft: '待审核',
  returned: '已退回',
  approved: '已批准',
  ordered: '发送中',
  sent: '已送达',
  failed: '未能送达',
  logged: '已登记',
} as const;
export type ReplyState = keyof typeof replyStateNames;

/** A signal the reply cannot go to, and why; Chinese. */
export interface Skipped {
  readonly signal: string;
  readonly reason: string;
}

export interface Reply extends Telling {
  readonly _id: string;
  /** The topic it was written for; signals of topics merged into that are answered too. */
  readonly topic: string;
  readonly text: string;
  /** Other words for some accounts; see wording.ts. */
  readonly variants?: Readonly<Record<string, string>>;
  /** The release it points to: it waits until that can be read. Absent for none. */
  readonly pointsTo?: string;
  readonly means: Means;
  readonly state: ReplyState;
  /** Rises with every change of the text: an approval is of one text. */
  readonly revision: number;
  /** Staff ids of everybody who wrote on it; none of them may approve it. */
  readonly writers: readonly string[];
  /** For means other than the channel: what shows that it was given, and when that was. */
  readonly proof: string | null;
  /** Ids of files that show it (proof-store.ts); absent for none. */
  readonly proofFiles?: readonly string[];
  readonly givenAt: Date | null;
  /** What units said to its texts, and how often; absent where nobody was asked. See agreement.ts. */
  readonly consents?: readonly Consent[];
  readonly consented?: number;
  readonly approval: { readonly by: string; readonly at: Date } | null;
  readonly returned: { readonly by: string; readonly at: Date; readonly comment: string } | null;
  /** Ids of its deliveries. */
  readonly deliveries: readonly string[];
  readonly skipped: readonly Skipped[];
  /** Signals that arrived until then are answered by it; null before it is ordered or logged. */
  readonly coversUntil: Date | null;
  /** Whether the topic has been told that it is answered (note-answered.ts), or never will be. */
  readonly noted: boolean;
  /** Whether search knows it (search/index-search.ts); absent until then. */
  readonly searched?: boolean;
  readonly createdAt: Date;
}

export const REPLIES = 'replies';

export function repliesOf(db: Database): Collection<Reply> {
  return db.collection<Reply>(REPLIES);
}

export const replyIndexes: readonly IndexDeclaration[] = [
  { collection: REPLIES, keys: { topic: 1, createdAt: 1 }, serves: 'what was answered to this topic?' },
  { collection: REPLIES, keys: { state: 1, createdAt: 1 }, serves: 'which replies wait for approval or for ordering?' },
  { collection: REPLIES, keys: { noted: 1, state: 1 }, serves: 'which answers has their topic not been told of?' },
  { collection: REPLIES, keys: { searched: 1, state: 1 }, serves: 'which answers does search not know?' },
  { collection: REPLIES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/** Throws 'not-found'. */
export async function getReply(db: Database, id: string): Promise<Reply> {
  const reply = await repliesOf(db).findOne({ _id: id });
  if (!reply) throw new Problem('not-found', `没有编号为 ${id} 的回应。请从事项页面重新进入。`);
  return reply;
}

interface ReplyEvent {
  readonly what: Line['what'];
  readonly at: Date;
  readonly by: string;
  readonly facts?: Readonly<Record<string, Fact>>;
  /** Tells several of one revision apart. */
  readonly nth?: string;
}

/** A line about a reply, told apart by the revision of its text. */
export function replyLine(
  { _id, topic, means, revision }: Pick<Reply, '_id' | 'topic' | 'means' | 'revision'>,
  event: ReplyEvent,
) {
  return aLine({ nth: revision, ...event, subject: _id, facts: { topic, means, account: null, ...event.facts } });
}
