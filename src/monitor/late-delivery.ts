/**
 * Whether a delivery is due and not out, and why, as far as its record tells. Pure. What says itself why it waits (the hour
 * set for it, a used-up quota, everything paused) is not late.
 */

import { after, minutes } from '../clock.ts';
import { deliveryStateNames } from '../delivery/act-by-hand.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { isHeld, type Pause } from '../delivery/pause.ts';
import { type FoundNow, type Way, waysOf } from './finding.ts';

export interface Circumstances {
  readonly now: Date;
  /** How long after its time something may still be on its way. */
  readonly graceMs: number;
  /** The pause of everything that is on, or null. */
  readonly pause: Pause | null;
  /** Whether its account is opened here. */
  readonly isOpen: boolean;
  /** What it has to wait for, as it is now; missing ones are left out. */
  readonly before: readonly Blocker[];
  /** When the platform's answer got lost or it got stuck, by the ledger; null for unknown. */
  readonly toldAt: Date | null;
  /** When it was tried for the first time; null for never, or unknown. */
  readonly triedAt: Date | null;
}

export type Blocker = Pick<Delivery, '_id' | 'account' | 'state' | 'failure' | 'dueAt' | 'urgent'>;

/** As long as platforms may take to publish what they accepted, before somebody should know. */
const SETTLING_MS = minutes(30);

/** null when it is over, on its way, or says itself why it waits. */
export function lateDelivery(delivery: Delivery, circumstances: Circumstances): FoundNow | null {
  switch (delivery.state) {
    case 'waiting':
      return isHeld(delivery, circumstances.pause) ? null : lateWaiting(delivery, circumstances);
    case 'sending':
      return lateSending(delivery, circumstances);
    case 'settling':
      return lateSettling(delivery, circumstances);
    case 'stuck':
      return stuck(delivery, circumstances);
    case 'done':
    case 'cancelled':
      return null;
  }
}

function lateWaiting(delivery: Delivery, circumstances: Circumstances): FoundNow | null {
  const { now, graceMs, isOpen, before, pause } = circumstances;
  const { _id, account, dueAt, reason } = delivery;
  const about = { ...aboutOf(delivery), ways: waysOf(_id, 'retry', 'confirm', 'give-up') };
  const nudge = { repair: 'nudge', remedy: '催办：让各发送队列立即再看一遍' } as const;
  if (dueAt > after(now, -graceMs)) return retrying(delivery, circumstances, about);
  if (!isOpen) {
    const remedy = `请在 config/accounts.json 和环境变量中恢复账号 ${account}，或人工发布后确认，或放弃`;
    return { ...about, kind: 'late', since: dueAt, there: `账号 ${account} 没有接入，无法发送`, repair: null, remedy };
  }
  const missing = delivery.after.length - before.length;
  const blocking = before.filter((one) => !isOver(one, account));
  const saysWhy = (one: Blocker) => one.state === 'waiting' && (isHeld(one, pause) || one.dueAt > after(now, -graceMs));
  if (blocking.some(saysWhy)) return null;
  const [first] = blocking;
  if (missing > 0 || first) return blocked(delivery, about, first ?? null);
  const there = reason ? `到时未发：${reason}` : '到时未发：可能正在排队，或服务停过';
  return { ...about, kind: 'late', since: dueAt, there, ...nudge };
}

/** An account in repair or out of reach is tried for ever, each time a little later: its time never seems to be over. */
function retrying(delivery: Delivery, { now, graceMs, triedAt }: Circumstances, about: About): FoundNow | null {
  const { tries, failure, reason, createdAt } = delivery;
  const since = triedAt ?? createdAt;
  const isRetrying = tries > 0 && (failure === 'unreachable' || failure === 'locked-out');
  if (!isRetrying || since > after(now, -graceMs)) return null;
  const there = `已试 ${tries} 次未成，仍在重试：${reason}`;
  const remedy = '请按原因修复账号或网络，之后自动发出，也可立即重发；已另行发布的请确认，不再需要的请放弃';
  return { ...about, kind: 'retrying', since, there, repair: null, remedy };
}

type About = ReturnType<typeof aboutOf> & { readonly ways: readonly Way[] };

function blocked({ dueAt }: Delivery, about: About, first: Blocker | null): FoundNow {
  const kind = 'blocked';
  if (!first) {
    const there = '须等前一投递完成，但前一投递的记录不存在';
    return { ...about, kind, since: dueAt, there, repair: null, remedy: '请从备份恢复记录，或人工发布后确认，或放弃' };
  }
  const there = `须等前一投递 ${first._id} 完成，它现为“${deliveryStateNames[first.state]}”`;
  const remedy = '请先处理前一投递，处理后本投递自动继续';
  return { ...about, ways: waysOf(first._id), kind, since: dueAt, there, repair: null, remedy };
}

function lateSending(delivery: Delivery, { now, graceMs, isOpen }: Circumstances): FoundNow | null {
  // While a call runs its lease ends in the future; whoever takes over moves it on.
  if (delivery.dueAt > after(now, -graceMs)) return null;
  const about = {
    ...aboutOf(delivery),
    ways: waysOf(delivery._id),
    kind: 'sending-lost',
    since: delivery.dueAt,
  } as const;
  const there = '发送它的进程没有写下结果，时限已过，无人接手';
  if (isOpen) return { ...about, there, repair: 'nudge', remedy: '催办：先到平台核查，证明没有发出才重发' };
  return { ...about, there, repair: null, remedy: `请恢复账号 ${delivery.account}，系统即自动核查` };
}

function lateSettling(delivery: Delivery, { now, graceMs, isOpen, toldAt }: Circumstances): FoundNow | null {
  const since = delivery.latest?.at ?? toldAt ?? delivery.createdAt;
  const isForgotten = delivery.dueAt <= after(now, -graceMs);
  if (!isForgotten && since > after(now, -SETTLING_MS)) return null;
  const about = { ...aboutOf(delivery), ways: waysOf(delivery._id, 'confirm', 'give-up') };
  const there = `结果尚未核清（已核查 ${delivery.looks} 次）：${delivery.reason}`;
  const byHand = '也可到平台核实后确认已发出，或放弃';
  if (isOpen)
    return { ...about, kind: 'settling-long', since, there, repair: 'nudge', remedy: `催办：到时即再核查；${byHand}` };
  const remedy = `账号 ${delivery.account} 没有接入，请恢复；${byHand}`;
  return { ...about, kind: 'settling-long', since, there, repair: null, remedy };
}

function stuck(delivery: Delivery, { toldAt }: Circumstances): FoundNow {
  const ways = waysOf(delivery._id, 'retry', 'confirm', 'give-up');
  const since = toldAt ?? delivery.latest?.at ?? delivery.createdAt;
  const remedy =
    delivery.failure === 'refused'
      ? '平台已拒绝，没有发出：请更正发布件，或处理后重发，或放弃'
      : '请到平台核实：已发出的确认，没有发出的写明依据后重发，不再需要的放弃';
  return { ...aboutOf(delivery), kind: 'stuck', since, there: delivery.reason, repair: null, remedy, ways };
}

function aboutOf({ _id, account }: Delivery) {
  return { collection: 'deliveries', subject: _id, shouldBe: `应已在账号 ${account} 办结` };
}

/** As the lane sees it: a refusal on the same account proves that nothing is out, so what follows may go. */
function isOver({ state, failure, account }: Blocker, mine: string): boolean {
  return state === 'done' || state === 'cancelled' || (state === 'stuck' && failure === 'refused' && account === mine);
}
