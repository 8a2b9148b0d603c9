/**
 * What a citizen is told who asks by number: how far it is, and what was answered. Nothing of who works on it, of other people's
 * messages, or of a private answer to somebody else.
 */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { getSignalByReceipt } from '../signal/give-receipt.ts';
import { type Signal, signalKindNames } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { getRoot } from '../topic/topic-family.ts';
import { type GivenAnswer, givenAnswers } from './given-answers.ts';

/** State → 界面, in citizens' words. */
export const receiptStateNames = {
  received: '已收到',
  handling: '办理中',
  answered: '已答复',
  closed: '已办结',
} as const;
export type ReceiptState = keyof typeof receiptStateNames;

export interface ReceiptStanding {
  /** As it is to be shown, with hyphens. */
  readonly number: string;
  /** 来信, 留言 … */
  readonly kindName: string;
  readonly receivedAt: Date;
  readonly state: ReceiptState;
  readonly stateName: string;
  /** One sentence for whoever asks; Chinese. */
  readonly explanation: string;
  /** Earliest first. */
  readonly answers: readonly GivenAnswer[];
}

/** Throws 'invalid-input' for a slip of the pen, 'not-found'. How often somebody may ask is the endpoint's business. */
export async function lookUpReceipt(db: Database, typed: string): Promise<ReceiptStanding> {
  const { number, signal } = await getSignalByReceipt(db, typed);
  const answers = await givenAnswers(db, signal);
  const state = answers.length > 0 ? 'answered' : await stateOf(db, signal);
  return {
    ...{ number, kindName: signalKindNames[signal.kind], receivedAt: signal.receivedAt, state },
    ...{ stateName: receiptStateNames[state], explanation: explanations[state], answers },
  };
}

const explanations: Readonly<Record<ReceiptState, string>> = {
  received: '您的来信已收到，正在登记分办。',
  handling: '您反映的事项正在办理，办理结果将在此公布，请留意。',
  answered: '您反映的事项已经答复。',
  closed: '您反映的事项已经办结。如有疑问，请凭编号与我们联系。',
};

async function stateOf(db: Database, { _id, topic }: Signal): Promise<ReceiptState> {
  if (topic === null) return 'received';
  const { state, owner } = await getRoot(db, topic);
  if (state === 'closed') return 'closed';
  const onItsWay = { 'facts.signal': _id, 'facts.topic': topic, 'order.action': 'reply', state: { $ne: 'cancelled' } };
  const isBegun = owner !== null || (await db.collection<Delivery>(DELIVERIES).countDocuments(onItsWay)) > 0;
  return isBegun ? 'handling' : 'received';
}
