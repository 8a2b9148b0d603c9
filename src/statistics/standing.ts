/** Figures that say how many there are on a day: of the entries of a period the last one counts, unless it was taken back. */
import { ledgerOf } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import type { Database } from '../store/collection.ts';

export function isStanding(figure: string): boolean {
  return figure.startsWith('standing:');
}

/** The line that counts among these, or null. */
export async function standingLine(db: Database, ids: readonly string[]): Promise<Line | null> {
  const lines = await ledgerOf(db)
    .find({ _id: { $in: [...ids] } })
    .toArray();
  return latestOf(lines);
}

/** Of the same day, the one entered last. Pure. */
export function latestOf(lines: readonly Line[]): Line | null {
  const back = new Set(lines.filter(({ what }) => what === 'entry.taken-back').map(({ subject }) => subject));
  const made = lines.filter(({ what, subject }) => what === 'entry.made' && !back.has(subject));
  return made.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).at(-1) ?? null;
}

function orderOf({ at, facts, _id }: Line): string {
  return `${at.toISOString()} ${facts.enteredAt} ${_id}`;
}
