/** Fetches what planning a reply needs: the topic's signals and what was already answered to them. */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { Problem } from '../errors.ts';
import { findWindow, type Window } from '../signal/conversation.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { topicsOf } from '../topic/topic.ts';
import { familyOf } from '../topic/topic-family.ts';
import { type Addressee, planReply, type Reach, type ReplyPlan } from './plan-reply.ts';
import type { ReplyDesk } from './reply-desk.ts';
import type { Wording } from './wording.ts';

interface Asked {
  readonly topic: string;
  readonly except: string | null;
  readonly now: Date;
}

/** `except`: the reply's own deliveries do not count against it when it is planned again. */
export async function findReach(desk: ReplyDesk, { topic, except, now }: Asked): Promise<Reach> {
  const { db, accounts, channels } = desk;
  const family = await familyOf(db, topic);
  const fields = { account: 1, ref: 1, kind: 1, author: 1, receivedAt: 1, moderated: 1, isAnswered: 1 } as const;
  const options = { sort: { writtenAt: 1 }, projection: fields } as const;
  const signals: Addressee[] = await signalsOf(db)
    .find({ topic: { $in: family } }, options)
    .toArray();
  const topics = [...family, ...(await cameFrom(db, family))];
  const sent = { 'facts.topic': { $in: topics }, 'order.action': 'reply', state: { $ne: 'cancelled' } };
  const deliveries = await db.collection<Delivery>(DELIVERIES).find(sent).toArray();
  const repliesTo = new Map<string, number>();
  for (const { facts } of deliveries) {
    if (typeof facts.signal !== 'string' || facts.reply === except) continue;
    repliesTo.set(facts.signal, (repliesTo.get(facts.signal) ?? 0) + 1);
  }
  const channelOf = (id: string) => (channels.has(id) ? channels.get(id) : null);
  const windows = await findWindows(db, signals, channelOf);
  return { signals, repliesTo, accounts, channelOf, windows, now };
}

/** Signals that came here by a split or a move may have been answered while they were elsewhere. */
async function cameFrom(db: Database, family: readonly string[]): Promise<readonly string[]> {
  const parts = await topicsOf(db)
    .find({ _id: { $in: family } }, { projection: { splitFrom: 1 } })
    .toArray();
  return parts.flatMap(({ splitFrom }) => splitFrom?.topic ?? []);
}

async function findWindows(
  db: Database,
  signals: readonly Addressee[],
  channelOf: Reach['channelOf'],
): Promise<Reach['windows']> {
  const windows = new Map<string, Window>();
  for (const { _id, kind, account, author } of signals) {
    const allowed = channelOf(account)?.limits.afterMessage;
    if (kind !== 'message' || author.id === '' || !allowed) continue;
    const window = await findWindow(db, { account, person: author.id }, allowed);
    if (window) windows.set(_id, window);
  }
  return windows;
}

/** Throws 'does-not-fit' when the text can go to nobody. */
export function refuseUnreachable(plan: ReplyPlan): void {
  if (plan.to.length > 0) return;
  const reasons = [...new Set(plan.skipped.map(({ reason }) => reason))].slice(0, 5);
  const why = reasons.length > 0 ? reasons.join('；') : '此事项下没有线索';
  const remedy = '请按提示修改内容，或以其他方式回应后凭依据登记';
  const fields = (reasons.length > 0 ? reasons : [why]).map((problem) => ({ field: 'text', problem, remedy }));
  throw new Problem('does-not-fit', `没有一条线索能在原处回应：${why}。${remedy}。`, { fields });
}

/** The plan for a text, refused when it would reach nobody. */
export async function getPlan(
  desk: ReplyDesk,
  { topic, ...wording }: Wording & { readonly topic: string },
  now: Date,
): Promise<ReplyPlan> {
  const plan = planReply(wording, await findReach(desk, { topic, except: null, now }));
  refuseUnreachable(plan);
  return plan;
}
