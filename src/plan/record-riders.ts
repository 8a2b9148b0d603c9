/**
 * Gives each text that went along with another release a record of its own: it is out, it is counted, it can be withdrawn.
 * Under computed ids, so that doing it twice makes one; a crash half way heals at the next look.
 */
import {
  aWaitingDelivery,
  DELIVERIES,
  type Delivery,
  deliveryLine,
  inState,
  type Rider,
} from '../delivery/delivery.ts';
import { releasesOf } from '../release/release.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { riderId } from './riders.ts';

/** Returns how many publications had riders to record. */
export async function recordRiders(db: Database): Promise<number> {
  const deliveries = db.collection<Delivery>(DELIVERIES);
  const leads = await deliveries.find({ riders: 'open', state: 'done' }).toArray();
  for (const lead of leads) {
    const riders = lead.order.action === 'publish' ? (lead.order.riders ?? []) : [];
    const records = riders.map((rider, at) => toRecord(lead, rider, at));
    await insertNew(deliveries, records);
    for (const { _id, ref, url } of records) {
      if (url !== null) await deliveries.updateOne({ _id, state: 'done', url: null }, { $set: { ref, url } });
    }
    for (const rider of riders) await planAgain(db, rider);
    // Addresses that came meanwhile are recorded in the next round.
    await deliveries.updateOne({ _id: lead._id, url: lead.url }, { $set: { riders: 'recorded' } });
  }
  return leads.length;
}

/** Where the platform did not tell its place, a person must look: it is out all the same. */
function toRecord(lead: Delivery, rider: Rider, at: number): Delivery {
  const { account, kind, doneAt, facts: leadFacts } = lead;
  const { release, revision, column, topic } = rider;
  const why = `作为次条，与发布件 ${String(leadFacts.release)} 合并为一次发布`;
  const now = doneAt ?? lead.createdAt;
  const fresh = aWaitingDelivery({
    id: riderId(rider, account, lead._id),
    account: { id: account, kind },
    order: { action: 'publish' },
    facts: { release, revision, column, topic, why },
    dueAt: now,
    now,
  });
  const post = lead.more?.[at];
  if (!post) {
    const reason = '已与头条一同发出，但平台没有说出它的编号。请到平台上核对，确认已发出并填入链接';
    return { ...fresh, ...inState(fresh, 'stuck'), reason, failure: 'uncertain' };
  }
  const line = deliveryLine(fresh, { what: 'delivery.done', at: now, by: 'system', facts: { ...post } });
  return { ...fresh, ...inState(fresh, 'done'), ...post, doneAt: now, unposted: [line] };
}

/** Corrected or withdrawn while it was on its way: what follows from that is planned now that its post is known. */
async function planAgain(db: Database, { release, revision }: Rider): Promise<void> {
  const overtaken = { $or: [{ withdrawal: { $ne: null } }, { 'approved.revision': { $ne: revision } }] };
  await releasesOf(db).updateOne({ _id: release, ...overtaken }, { $set: { planned: false } });
}
