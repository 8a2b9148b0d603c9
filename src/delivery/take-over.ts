/**
 * At start: what a process that is certainly gone had in hand needs no waiting for its lease. Whether its calls arrived is
 * still asked of the platform, after the time a platform may take to show them.
 */
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Sending } from './sending.ts';

/** Ends the leases of gone processes. Returns how many deliveries it took over. */
export async function takeOver(
  { db, clock }: Pick<Sending, 'db' | 'clock'>,
  isGone: (processId: string) => boolean,
): Promise<number> {
  const now = clock.now();
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const inHand = await deliveries
    .find({ state: 'sending' }, { projection: { latest: 1, tries: 1, dueAt: 1 } })
    .toArray();
  const left = inHand.filter(({ latest, dueAt }) => latest !== null && dueAt > now && isGone(latest.by));
  for (const { _id, tries } of left) {
    await deliveries.updateOne({ _id, tries, state: 'sending' }, { $set: { dueAt: now, 'latest.leaseUntil': now } });
  }
  return left.length;
}
