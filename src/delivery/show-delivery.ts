/** A delivery as JSON for the board: its state in words, and what a person may do with it. */
import { caseStateNames } from '../channel/case-status.ts';
import type { Database } from '../store/collection.ts';
import { deliveryStateNames } from './act-by-hand.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { currentPause, isHeld, type Pause } from './pause.ts';
import { type Try, triesMade } from './try.ts';

export type DeliveryBoard = readonly ReturnType<typeof showDelivery>[];

/** 指令 in words. */
export const actNames = { publish: '发布', revise: '更正', withdraw: '撤回', reply: '回应', report: '回传' } as const;

/** `pause` is the one that is on: what it holds says so instead of its own reason. */
export function showDelivery(delivery: Delivery, pause: Pause | null) {
  const { _id, account, kind, order, facts, state, dueAt, tries, ref, url, failure, after, urgent } = delivery;
  const held = isHeld(delivery, pause);
  const reason = held ? `已暂停全部发送：${pause?.reason ?? ''}` : delivery.reason;
  return {
    ...{ id: _id, account, kind, facts, state, tries, ref, url, reason, failure, after, urgent, held },
    action: order.action,
    actionName:
      order.action === 'report' ? `${actNames.report}“${caseStateNames[order.status.state]}”` : actNames[order.action],
    stateName: deliveryStateNames[state],
    dueAt: state === 'done' || state === 'cancelled' ? null : dueAt,
    createdAt: delivery.createdAt,
    doneAt: delivery.doneAt,
    safeToSendAgain: safeToSendAgain(delivery),
  };
}

export function showTry({ number, by, at, endedAt, outcome, steps }: Try) {
  return { number, by, at, endedAt, outcome, steps: steps.map(({ name }) => name) };
}

/** “能否重发”: with the reason. */
function safeToSendAgain({ state, failure }: Delivery): { readonly safe: boolean; readonly why: string } {
  switch (state) {
    case 'done':
      return { safe: false, why: '已经发出' };
    case 'sending':
      return { safe: false, why: '正在发送' };
    case 'settling':
      return { safe: false, why: '结果不明，正在核查，不会盲目重发' };
    case 'cancelled':
      return { safe: false, why: '已取消' };
    case 'waiting':
      return { safe: true, why: '确定尚未发出' };
    case 'stuck':
      if (failure === 'refused') return { safe: true, why: '平台已明确拒绝，没有发出' };
      return { safe: false, why: '无法证明是否发出：请先到平台核实，再确认或重发' };
  }
}

/** Deliveries for the board, oldest first. */
export async function showBoard(db: Database, deliveries: readonly Delivery[]): Promise<DeliveryBoard> {
  const pause = await currentPause(db);
  const inOrder = deliveries.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return inOrder.map((one) => showDelivery(one, pause));
}

/** Every delivery of a release, oldest first. */
export async function deliveriesOf(db: Database, release: string): Promise<DeliveryBoard> {
  const rows = await db.collection<Delivery>(DELIVERIES).find({ 'facts.release': release }).toArray();
  return await showBoard(db, rows);
}

/** The tries of a delivery, in order. */
export async function triesOfDelivery(db: Database, delivery: Delivery) {
  return (await triesMade(db, delivery)).map(showTry);
}
