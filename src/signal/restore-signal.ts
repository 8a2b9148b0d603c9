/** A signal that was set aside by a rule is one to be heard after all: it is sorted like any other, and the rule learns. */
import { Problem } from '../errors.ts';
import { aLine } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { exceptionId } from './screen.ts';
import { keepException } from './screen-incoming.ts';
import { type Signal, signalsOf } from './signal.ts';

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function restoreSignal(db: Database, id: string, by: Person, now: Date): Promise<Signal> {
  requireRole(by, 'responder', 'administrator');
  const signal = await signalsOf(db).findOne({ _id: id });
  if (!signal) throw new Problem('not-found', '没有这条线索。请从线索列表重新选择。');
  const rule = signal.sorting?.rule;
  if (!rule) throw new Problem('wrong-state', '这条线索没有被规则拦下，或已经恢复。请刷新后查看。');
  // The exception first: a crash in between is healed by asking again.
  await keepException(db, { _id: exceptionId(rule, signal), by: by.id, at: now });
  const line = aLine({ what: 'signal.restored', subject: id, at: now, by: by.id, facts: { rule } });
  const change = { $set: { sorted: false, sorting: null }, $push: { unposted: line } };
  const asSeen = { _id: id, 'sorting.rule': rule };
  const restored = await signalsOf(db).findOneAndUpdate(asSeen, change, { returnDocument: 'after' });
  if (!restored) throw new Problem('wrong-state', '这条线索刚被同事恢复。请刷新后查看。');
  return restored;
}
