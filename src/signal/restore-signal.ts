/** A signal that was set aside by a rule is one to be heard after all: it is sorted like any other, and the rule learns. topic/set-aside.ts takes it back. */
import { Problem } from '../errors.ts';
import { aLine } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { exceptionId } from './screen.ts';
import { keepException } from './screen-incoming.ts';
import { type Restored, type Signal, signalsOf } from './signal.ts';

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function restoreSignal(db: Database, id: string, by: Person, now: Date): Promise<Signal> {
  requireRole(by, 'responder', 'administrator');
  const signal = await signalsOf(db).findOne({ _id: id });
  if (!signal) throw new Problem('not-found', '没有这条线索。请从线索列表重新选择。');
  const rule = signal.sorting?.rule;
  if (!signal.sorting || !rule) throw new Problem('wrong-state', '这条线索没有被规则拦下，或已经恢复。请刷新后查看。');
  // The exception first: a crash in between is healed by asking again.
  await keepException(db, { _id: exceptionId(rule, signal), by: by.id, at: now });
  const nth = (signal.restorations ?? 0) + 1;
  const again = nth === 1 ? {} : { nth };
  const line = aLine({ what: 'signal.restored', subject: id, at: now, by: by.id, facts: { rule }, ...again });
  const restored: Restored = { rule, reason: signal.sorting.reason, by: by.id, at: now, nth };
  const $set = { sorted: false, sorting: null, restored, restorations: nth };
  const change = { $set, $push: { unposted: line } };
  const asSeen = { _id: id, 'sorting.rule': rule };
  const after = await signalsOf(db).findOneAndUpdate(asSeen, change, { returnDocument: 'after' });
  if (!after) throw new Problem('wrong-state', '这条线索刚被同事恢复。请刷新后查看。');
  return after;
}
