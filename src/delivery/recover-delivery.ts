/**
 * A delivery that is still `sending` past its lease: the process died, or froze. If its line stands in the ledger it is out;
 * otherwise the answer is lost and must be looked for.
 */
import { ledgerOf } from '../ledger/ledger.ts';
import { type Fact, lineId } from '../ledger/line.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './outcome.ts';
import { recordOutcome } from './record-outcome.ts';
import type { Sending } from './sending.ts';

/** Moves a delivery out of `sending` when its lease has run out. */
export async function recoverDelivery(delivery: Delivery, { db, clock }: Pick<Sending, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  const proof = await ledgerOf(db).findOne({ _id: lineId('delivery.done', delivery._id) });
  if (proof) {
    const { at, facts, by } = proof;
    const outcome: Outcome = { state: 'done', ref: textOf(facts.ref) ?? '', url: textOf(facts.url) };
    await recordOutcome(db, delivery, { outcome, by, at, ...(delivery.latest && { ends: delivery.latest }) });
    return;
  }
  const reason = '发送中断，结果不明，先核查';
  const lost: Outcome = { state: 'settling', ticket: null, dueAt: now, reason, failure: 'uncertain' };
  await recordOutcome(db, delivery, { outcome: lost, by: 'system', at: now });
}

function textOf(fact: Fact | undefined): string | null {
  return typeof fact === 'string' ? fact : null;
}
