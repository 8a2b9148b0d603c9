/** Closing a period, and opening it again: by name, on record, and never in silence. */
import { toDay } from '../clock.ts';
import { Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { aLine } from '../ledger/line.ts';
import { headOf } from '../ledger/seal.ts';
import { sealLines } from '../ledger/seal-lines.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type ClosedLines, type Closing, closedLine, closedLinesOf, closingsOf } from './closing.ts';
import { type Counted, countFigures } from './count-figures.ts';
import type { Rule } from './figure.ts';
import { dayAfter, type Period } from './period.ts';

export interface ClosingDesk {
  readonly db: Database;
  readonly rules: readonly Rule[];
  /** Brings the ledger up to date. */
  postLines(): Promise<unknown>;
}

/** Lines in one record: far below the 16 MB that MongoDB takes. */
const LINES_A_ROW = 2000;

/**
 * Keeps the figures of the period as they are now. What is counted is sealed first, and the closing names the seal.
 * Throws 'no-right'; 'wrong-state' when the period is not over or is closed already.
 */
export async function closePeriod(desk: ClosingDesk, period: Period, by: Person, now: Date): Promise<Closing> {
  requireRole(by, 'statistician', 'administrator');
  refuseUnfinished(period, now);
  const before = await closingsOf(desk.db).findOne({ _id: period.name });
  if (before?.state === 'closed') throw alreadyClosed(before);
  await desk.postLines();
  await sealLines(desk.db, now);
  const counted = await countFigures(desk.db, desk.rules, period);
  const head = await headOf(desk.db);
  const nth = (before?.nth ?? 0) + 1;
  const keptAs = newId(now);
  await keepLines(desk.db, keptAs, counted);
  const closing = {
    ...({ _id: period.name, state: 'closed', nth, closedAt: now, closedBy: by.id, keptAs, reopened: null } as const),
    figures: counted.map(({ figure, lines }) => ({ ...figure, lines: lines.length })),
    sealedUpTo: head && { number: head.number, hash: head.hash },
  };
  return await put(desk.db, before, { ...closing, unposted: [closedLine(closing)] });
}

/** The figures move again with the ledger. Throws 'no-right', 'not-found', 'wrong-state'. */
export async function reopenPeriod(
  { db }: Pick<ClosingDesk, 'db'>,
  { period, reason }: { readonly period: Period; readonly reason: string },
  by: Person,
  now: Date,
): Promise<Closing> {
  requireRole(by, 'statistician', 'administrator');
  const closing = await closingsOf(db).findOne({ _id: period.name });
  if (!closing) throw new Problem('not-found', `${period.name} 没有结账，不需要重新打开。`);
  const line = aLine({
    what: 'period.reopened',
    subject: period.name,
    at: now,
    by: by.id,
    facts: { reason },
    nth: closing.nth,
  });
  const reopened = await closingsOf(db).findOneAndUpdate(
    { _id: period.name, nth: closing.nth, state: 'closed' },
    { $set: { state: 'reopened', reopened: { by: by.id, at: now, reason } }, $push: { unposted: line } },
    { returnDocument: 'after' },
  );
  if (!reopened) throw new Problem('wrong-state', `${period.name} 已经重新打开。`);
  return reopened;
}

function refuseUnfinished(period: Period, now: Date): void {
  const over = dayAfter(period);
  if (toDay(now) >= over) return;
  throw new Problem('wrong-state', `${period.name} 还没有结束，${over} 起才能结账。`);
}

function alreadyClosed({ _id }: Closing): Problem {
  return new Problem('wrong-state', `${_id} 已经结账。要改动请先重新打开（需写明原因）。`);
}

async function keepLines(db: Database, keptAs: string, counted: readonly Counted[]): Promise<void> {
  const rows: ClosedLines[] = counted.flatMap(({ figure, lines }) =>
    Array.from({ length: Math.ceil(lines.length / LINES_A_ROW) }, (_, part) => ({
      ...{ _id: `${keptAs}:${figure.id}:${part}`, keptAs, figure: figure.id },
      ids: lines.slice(part * LINES_A_ROW, (part + 1) * LINES_A_ROW),
    })),
  );
  await insertNew(closedLinesOf(db), rows);
}

/** Two who close at the same moment make one closing. */
async function put(db: Database, before: Closing | null, closing: Closing): Promise<Closing> {
  if (!before) {
    const { taken } = await insertNew(closingsOf(db), [closing]);
    if (taken.length > 0) throw alreadyClosed(closing);
    return closing;
  }
  const { unposted, ...set } = closing;
  const { matchedCount } = await closingsOf(db).updateOne(
    { _id: closing._id, nth: before.nth, state: 'reopened' },
    { $set: set, $push: { unposted: { $each: unposted } } },
  );
  if (matchedCount === 0) throw alreadyClosed(closing);
  return closing;
}
