/**
 * The stage that turns approved replies into deliveries, one for each signal that can be answered where it was said, under
 * computed ids: ordering twice makes one of each, and a crash before the reply is marked heals at the next tick.
 */
import { aWaitingDelivery, DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { giveReceipt } from '../signal/give-receipt.ts';
import { insertNew } from '../store/insert-new.ts';
import { findReach } from './find-reach.ts';
import { planReply, type Reach, type ReplyPlan } from './plan-reply.ts';
import { canBeRead } from './points-to.ts';
import { type Reply, repliesOf } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';
import { fillFor, tellsNumber, wordsFor } from './wording.ts';

const BATCH = 100;

/** Orders everything that is approved. Returns how many replies it ordered. */
export async function orderReplies(desk: ReplyDesk, now: Date): Promise<number> {
  const options = { sort: { createdAt: 1 }, limit: BATCH } as const;
  const approved = await repliesOf(desk.db).find({ state: 'approved' }, options).toArray();
  let ordered = 0;
  for (const reply of approved) {
    if (reply.pointsTo !== undefined && !(await canBeRead(desk.db, reply.pointsTo))) continue;
    await orderReply(desk, reply, now);
    ordered++;
  }
  return ordered;
}

async function orderReply(desk: ReplyDesk, reply: Reply, now: Date): Promise<void> {
  const reach = await findReach(desk, { topic: reply.topic, except: reply._id, now });
  const plan = planReply(reply, reach);
  const deliveries = await toDeliveries(desk, reply, plan, now);
  await insertNew(desk.db.collection<Delivery>(DELIVERIES), deliveries);
  const ordered = {
    // Between approval and now the channel may have closed, or somebody else answered.
    ...(deliveries.length > 0 ? { state: 'ordered' as const } : { state: 'failed' as const, noted: true }),
    deliveries: deliveries.map(({ _id }) => _id),
    skipped: plan.skipped,
    coversUntil: latestOf(reach, now),
  };
  await repliesOf(desk.db).updateOne({ _id: reply._id, state: 'approved' }, { $set: ordered });
}

/** Not simply now: a signal that came meanwhile and is not sorted yet is not answered by this. */
function latestOf({ signals }: Reach, now: Date): Date {
  return signals.length === 0
    ? now
    : new Date(signals.reduce((last, { receivedAt }) => Math.max(last, receivedAt.getTime()), 0));
}

async function toDeliveries(desk: ReplyDesk, reply: Reply, { to }: ReplyPlan, now: Date): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const one of to) deliveries.push(await toDelivery(desk, reply, one, now));
  return deliveries;
}

async function toDelivery(desk: ReplyDesk, reply: Reply, to: ReplyPlan['to'][number], now: Date): Promise<Delivery> {
  const { _id, topic, means } = reply;
  const { signal, account } = to;
  const words = wordsFor(reply, account.id);
  // The number is the same whenever it is asked for: ordering twice makes the same text.
  const number = tellsNumber(words) ? await giveReceipt(desk.db, signal, now) : '';
  const text = fillFor(words, { name: signal.author.name, number });
  return aWaitingDelivery({
    id: `reply:${_id}:${signal._id}`,
    account,
    order: { action: 'reply', comment: signal.ref, text },
    // Kind and arrival are for the figures: how many letters were answered, and how fast.
    facts: {
      ...{ reply: _id, topic, signal: signal._id, means },
      ...{ signalKind: signal.kind, receivedAt: signal.receivedAt.toISOString() },
    },
    dueAt: now,
    now,
  });
}
