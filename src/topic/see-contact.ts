/**
 * Shows a citizen's contact data, and his words as he wrote them, to whoever handles the case: who has taken the topic on, who
 * works in a unit that has it now, and administrators. Each showing is a ledger line, written before anything is shown.
 */
import { Problem } from '../errors.ts';
import { aLine } from '../ledger/line.ts';
import { type Contact, contactsOf, type KeptContact, openContact } from '../signal/contact.ts';
import { type Signal, signalsOf } from '../signal/signal.ts';
import type { Person } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { unitsOf } from './assignment.ts';
import { getRoot } from './topic-family.ts';

export interface ContactDesk {
  readonly db: Database;
  /** What contact data is sealed with. */
  readonly key: Buffer;
}

export interface SeenContact {
  /** Null when none was left, or it is deleted. */
  readonly contact: Contact | null;
  readonly title: string | null;
  readonly text: string;
}

/** Throws 'not-found', 'no-right', 'unavailable' (the key has changed). */
export async function seeContact(desk: ContactDesk, id: string, by: Person, now: Date): Promise<SeenContact> {
  const signal = await signalsOf(desk.db).findOne({ _id: id });
  if (!signal) throw new Problem('not-found', '没有这条线索。请从线索列表重新选择。');
  await requireHandler(desk.db, signal, by);
  const { title, text } = signal;
  const row = await noteSeen(desk.db, id, by, now);
  return { contact: row && read(row, desk.key), title, text };
}

async function requireHandler(db: Database, { topic }: Signal, by: Person): Promise<void> {
  if (by.roles.includes('administrator')) return;
  const root = topic === null ? null : await getRoot(db, topic);
  const owner = root?.owner ?? null;
  if (owner === by.id || (by.unit && root && unitsOf(root.assignments ?? []).includes(by.unit))) return;
  const remedy = owner === null ? '请先认领所属事项。' : '请联系认领该事项的同事，或请管理员办理。';
  throw new Problem('no-right', `联系方式只给认领人和现在承办的单位看。${remedy}`);
}

/** The line carries the number of the showing, so that each is one line; another's showing in between takes the number. */
async function noteSeen(db: Database, id: string, by: Person, now: Date): Promise<KeptContact | null> {
  for (;;) {
    const row = await contactsOf(db).findOne({ _id: id });
    if (!row) return null;
    const line = aLine({ what: 'contact.seen', subject: id, at: now, by: by.id, nth: row.seen + 1 });
    const change = { $set: { seen: row.seen + 1 }, $push: { unposted: line } };
    const { matchedCount } = await contactsOf(db).updateOne({ _id: id, seen: row.seen }, change);
    if (matchedCount === 1) return row;
  }
}

function read(row: KeptContact, key: Buffer): Contact {
  try {
    return openContact(row, key);
  } catch {
    throw new Problem('unavailable', '联系方式无法用当前密钥解开。请管理员换回原来的 SANWEI_KEY 或 data/key。');
  }
}
