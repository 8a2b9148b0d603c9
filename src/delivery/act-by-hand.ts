/**
 * What a named person may do with a delivery that does not move by itself. Each act is on record with its reason, and is
 * refused when it could put the same text out twice without anybody having looked.
 */
import { toMinute } from '../clock.ts';
import { Problem } from '../errors.ts';
import type { Line } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery, type DeliveryState, deliveryLine, inState } from './delivery.ts';
import { letFollow } from './let-follow.ts';

/** Throws 'not-found'. */
export async function getDelivery(db: Database, id: string): Promise<Delivery> {
  const delivery = await db.collection<Delivery>(DELIVERIES).findOne({ _id: id });
  if (!delivery) throw new Problem('not-found', `没有编号为 ${id} 的投递。请在投递看板中查找。`);
  return delivery;
}

export interface ByHand {
  readonly id: string;
  readonly by: Person;
  readonly now: Date;
  /** What the person saw or why; kept in the ledger. */
  readonly proof: string;
}

/**
 * Sends again: what waits goes at once; what is stuck on an unknown outcome only with proof that it is not out.
 * Throws 'no-right', 'not-found', 'wrong-state', 'invalid-input'.
 */
export async function retryDelivery(db: Database, hand: ByHand): Promise<Delivery> {
  requireRole(hand.by, 'approver', 'administrator');
  const delivery = await getDelivery(db, hand.id);
  refuseUnless(delivery, ['waiting', 'stuck'], '重发');
  const unknown = delivery.state === 'stuck' && delivery.failure === 'uncertain';
  if (unknown) requireProof(hand, '结果不明的投递，须先到平台上确认没有发出，并写明核实人、时间和方式');
  refuseTooEarly(delivery, hand.now);
  const again = { dueAt: hand.now, reason: '人工要求重发', failure: null };
  // What is stuck is over: its ticket and its remembered steps would only bring the same answer back.
  const afresh = { ...inState(delivery, 'waiting'), ticket: null, looks: 0, freshAfter: delivery.tries };
  const change = delivery.state === 'stuck' ? { ...again, ...afresh } : again;
  return await applyByHand(db, delivery, change, lineOf(delivery, hand, 'delivery.retried'));
}

/** What was never tried and held up by nothing waits for its publication time, which was approved with the text. */
function refuseTooEarly({ state, tries, failure, dueAt }: Delivery, now: Date): void {
  if (state !== 'waiting' || tries > 0 || failure !== null || dueAt <= now) return;
  const when = toMinute(dueAt);
  throw new Problem('wrong-state', `该投递定于 ${when} 发布，时间未到。要提前发布，请更正发布件并修改发布时间。`);
}

export interface Confirming extends ByHand {
  readonly ref: string;
  readonly url: string | null;
}

/** Confirms that it is out, naming the post that was seen: a lost one, or one put out by hand while this waited. */
export async function confirmDelivery(db: Database, hand: Confirming): Promise<Delivery> {
  requireRole(hand.by, 'approver', 'administrator');
  const delivery = await getDelivery(db, hand.id);
  refuseUnless(delivery, ['waiting', 'settling', 'stuck'], '确认已发出');
  requireProof(hand, '请写明在何处看到、何时看到');
  const { ref, url, now } = hand;
  const change = { ...inState(delivery, 'done'), ref, url, doneAt: now, reason: '', failure: null };
  const confirmed = lineOf(delivery, hand, 'delivery.confirmed');
  const done = deliveryLine(delivery, { what: 'delivery.done', at: now, by: hand.by.id, facts: { ref, url } });
  return await applyByHand(db, delivery, change, confirmed, done);
}

/** Gives up: it stays unsent, and what waited for it goes on. */
export async function giveUpDelivery(db: Database, hand: ByHand): Promise<Delivery> {
  requireRole(hand.by, 'approver', 'administrator');
  const delivery = await getDelivery(db, hand.id);
  refuseUnless(delivery, ['waiting', 'settling', 'stuck'], '放弃');
  requireProof(hand, '请写明放弃的原因');
  const change = { ...inState(delivery, 'cancelled'), reason: `人工放弃：${hand.proof}` };
  return await applyByHand(db, delivery, change, lineOf(delivery, hand, 'delivery.given-up'));
}

async function applyByHand(
  db: Database,
  before: Delivery,
  change: Partial<Delivery>,
  ...lines: Line[]
): Promise<Delivery> {
  const { _id, state, tries } = before;
  const after = await db
    .collection<Delivery>(DELIVERIES)
    .findOneAndUpdate(
      { _id, state, tries },
      { $set: change, $push: { unposted: { $each: lines } } },
      { returnDocument: 'after' },
    );
  if (!after) throw new Problem('wrong-state', '该投递的状态刚刚变化。请刷新后再操作。');
  if (after.state !== 'waiting') await letFollow(db, after);
  return after;
}

function lineOf(delivery: Delivery, { by, now, proof }: ByHand, what: Line['what']): Line {
  return deliveryLine(delivery, { what, at: now, by: by.id, facts: { proof }, nth: now.getTime() });
}

function refuseUnless(delivery: Delivery, states: readonly DeliveryState[], act: string): void {
  if (states.includes(delivery.state)) return;
  throw new Problem(
    'wrong-state',
    `该投递当前为“${deliveryStateNames[delivery.state]}”，不能${act}。已发出的可在发布件中更正或撤回；其他情况请刷新后再看。`,
  );
}

function requireProof({ proof }: ByHand, remedy: string): void {
  if (proof.trim().length >= 4) return;
  const field = { field: 'proof', problem: '没有写明依据', remedy };
  throw new Problem('invalid-input', `${field.problem}。${remedy}。`, { fields: [field] });
}

/** State → 界面. */
export const deliveryStateNames: Readonly<Record<DeliveryState, string>> = {
  waiting: '待发送',
  sending: '发送中',
  settling: '待核查',
  done: '已发出',
  stuck: '需人工处理',
  cancelled: '已取消',
};
