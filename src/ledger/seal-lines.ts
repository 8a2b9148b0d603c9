/**
 * Seals what is not sealed yet. A seal is written first and its lines are marked after it: who dies in between, or meets
 * another process at the same, finds the marks missing that the last seal asks for, and sets them before anything else.
 */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { aSeal, headOf, keptLinesOf, type Seal, sealsOf } from './seal.ts';

/** Lines under one seal: bounds the record, and what must be read to check one. */
const LARGEST = 250;

/** Returns how many seals it made. Nothing but the last seals' own lines waiting is left for the next time. */
export async function sealLines(db: Database, now: Date): Promise<number> {
  let head = await headOf(db);
  for (let made = 0; ; made++) {
    if (head) await mark(db, head);
    const lines = await keptLinesOf(db)
      .find({ seal: null }, { sort: { at: 1, _id: 1 }, limit: LARGEST })
      .toArray();
    if (lines.every(({ what }) => what === 'ledger.sealed')) return made;
    const seal = aSeal(head, lines, now);
    const { taken } = await insertNew(sealsOf(db), [seal]);
    // Another process was faster and goes on from there.
    if (taken.length > 0) return made;
    head = seal;
  }
}

async function mark(db: Database, { _id, lines }: Seal): Promise<void> {
  const unmarked = { _id: { $in: lines.map(({ id }) => id) }, seal: null };
  await keptLinesOf(db).updateMany(unmarked, { $set: { seal: _id } });
}
