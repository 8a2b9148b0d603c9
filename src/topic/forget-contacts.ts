/**
 * Deletes contact data whose time is over. What still waits for an answer keeps it until it is answered: without it nobody
 * could be answered. The line stands in the signal, in the update that marks it; a crash before the deletion is healed by
 * the next round.
 */
import { after, days } from '../clock.ts';
import { aLine } from '../ledger/line.ts';
import { contactsOf } from '../signal/contact.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { topicsOf } from './topic.ts';

const AT_ONCE = 200;

/** Contact data that reached us more than `keptDays` before `now`. Returns how many it deleted. */
export async function forgetContacts(db: Database, keptDays: number, now: Date): Promise<number> {
  let forgotten = 0;
  let last = '';
  for (;;) {
    const old = { at: { $lt: after(now, -days(keptDays)) }, _id: { $gt: last } };
    const rows = await contactsOf(db)
      .find(old, { sort: { _id: 1 }, limit: AT_ONCE })
      .toArray();
    const ids = rows.map(({ _id }) => _id);
    const open = await openAmong(db, ids);
    const over = ids.filter((id) => !open.has(id));
    for (const id of over) await mark(db, id, now);
    await contactsOf(db).deleteMany({ _id: { $in: over }, unposted: { $size: 0 } });
    forgotten += over.length;
    if (rows.length < AT_ONCE) return forgotten;
    last = rows.at(-1)?._id ?? last;
  }
}

async function openAmong(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const signals = await signalsOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
  const topics = [...new Set(signals.flatMap(({ topic }) => (topic === null ? [] : [topic])))];
  const open = await topicsOf(db)
    .find({ _id: { $in: topics }, state: 'open' }, { projection: { _id: 1 } })
    .toArray();
  const isOpen = new Set(open.map(({ _id }) => _id));
  const waits = signals.filter(({ topic, sorted }) => !sorted || (topic !== null && isOpen.has(topic)));
  return new Set(waits.map(({ _id }) => _id));
}

async function mark(db: Database, id: string, now: Date): Promise<void> {
  const line = aLine({ what: 'contact.deleted', subject: id, at: now, by: 'system' });
  const change = { $set: { contact: 'deleted' }, $push: { unposted: line } };
  await signalsOf(db).updateOne({ _id: id, contact: 'kept' }, change);
}
