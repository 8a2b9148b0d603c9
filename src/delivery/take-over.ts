/**
 * At start: what a process that is certainly gone had in hand needs no waiting for its lease. Whether its calls arrived is
 * still asked of the platform, after the time a platform may take to show them.
 */
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Sending } from './sending.ts';
import { triesOf } from './try.ts';

/** Ends the leases of gone processes. Returns how many tries it ended. */
export async function takeOver(
  { db, clock }: Pick<Sending, 'db' | 'clock'>,
  isGone: (processId: string) => boolean,
): Promise<number> {
  const now = clock.now();
  const open = await triesOf(db).find({ endedAt: null }).toArray();
  const left = open.filter(({ by, leaseUntil }) => leaseUntil > now && isGone(by));
  for (const { _id, delivery, number } of left) {
    await triesOf(db).updateOne({ _id, endedAt: null }, { $set: { leaseUntil: now } });
    // Marked, it has the try's number; a process that died before it marked the delivery left the number before.
    const inHand = { _id: delivery, state: { $in: ['sending', 'waiting'] }, tries: { $in: [number, number - 1] } };
    await db.collection<Delivery>(DELIVERIES).updateOne(inHand, { $set: { dueAt: now } });
  }
  return left.length;
}
