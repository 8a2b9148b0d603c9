/**
 * Cases of a hotline: one signal each, however often it is told. Each step (accepted, assigned, closed) is written once, with
 * its line in the same update, in whatever order the hotline tells of them; what is told again changes nothing.
 */
import type { CaseSteps } from '../channel/incoming.ts';
import { toDay } from '../clock.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { aLine, type Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';
import { type Signal, signalsOf } from './signal.ts';

export interface ToldCase {
  /** Signal id. */
  readonly signal: string;
  readonly account: string;
  readonly steps: CaseSteps;
}

const STEPS = {
  acceptedAt: { what: 'case.accepted', entered: 'case-received' },
  assignedAt: { what: 'case.assigned', entered: null },
  closedAt: { what: 'case.closed', entered: 'case-closed' },
} as const;

/** After their signals are taken. */
export async function noteCases(db: Database, told: readonly ToldCase[], now: Date): Promise<void> {
  if (told.length === 0) return;
  const ids = told.map(({ signal }) => signal);
  const known = await signalsOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
  const byId = new Map(known.map((signal) => [signal._id, signal]));
  for (const one of told) await noteCase(db, one, byId.get(one.signal), now);
}

async function noteCase(
  db: Database,
  { signal, account, steps }: ToldCase,
  known: Signal | undefined,
  now: Date,
): Promise<void> {
  for (const step of ['acceptedAt', 'assignedAt', 'closedAt'] as const) {
    const at = steps[step];
    if (!at || known?.case?.[step]) continue;
    const { what, entered } = STEPS[step];
    const byHand = entered !== null && (await isEntered(db, entered, at));
    const facts = {
      account,
      ...(step === 'closedAt' && { onTime: steps.onTime }),
      ...(byHand && { byHand }),
      toldAt: now.toISOString(),
    };
    const line: Line = aLine({ what, subject: signal, at, by: 'system', facts });
    const set = {
      [`case.${step}`]: at,
      ...(step === 'closedAt' && { 'case.onTime': steps.onTime, isAnswered: true }),
    };
    await signalsOf(db).updateOne({ _id: signal, [`case.${step}`]: null }, { $set: set, $push: { unposted: line } });
  }
  const { unit, category } = steps;
  const isChanged = unit !== (known?.case?.unit ?? '') || category !== (known?.case?.category ?? '');
  if (isChanged)
    await signalsOf(db).updateOne({ _id: signal }, { $set: { 'case.unit': unit, 'case.category': category } });
}

/**
 * A month whose cases were entered by hand as a number is counted by that number: its cases are on record, and not counted
 * again (entry/make-entry.ts refuses the other way round).
 */
async function isEntered(db: Database, kind: string, at: Date): Promise<boolean> {
  const month = toDay(at).slice(0, 7);
  const lines = await ledgerOf(db)
    .find({
      what: { $in: ['entry.made', 'entry.taken-back'] },
      on: { $gte: `${month}-01`, $lte: `${month}-31` },
      'facts.kind': kind,
    })
    .toArray();
  const made = lines.filter(({ what }) => what === 'entry.made').length;
  return made > lines.length - made;
}
