/**
 * Seals what is not sealed yet. A seal is written first and its lines are marked after it: who dies in between, or meets
 * another process at the same, finds the marks missing that the last seal asks for, and sets them before anything else.
 */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { aSeal, headOf, keptLinesOf, type Seal, sealsOf } from './seal.ts';

/** Lines under one seal: bounds the record, and what must be read to check one. */
const LARGEST = 250;
/** Seals made of one reading: to find the oldest lines, all that are not sealed are put in order. */
const SEALS_A_READING = 40;

/** Returns how many seals it made. Nothing but the last seals' own lines waiting is left for the next time. */
export async function sealLines(db: Database, now: Date): Promise<number> {
  let head = await headOf(db);
  if (head) await mark(db, head);
  for (let made = 0; ; ) {
    const waiting = await keptLinesOf(db)
      .find({ seal: null }, { sort: { at: 1, _id: 1 }, limit: LARGEST * SEALS_A_READING })
      .toArray();
    for (let from = 0; ; from += LARGEST) {
      const lines = waiting.slice(from, from + LARGEST);
      if (lines.length === 0 && from > 0) break;
      if (lines.every(({ what }) => what === 'ledger.sealed')) return made;
      const seal = aSeal(head, lines, now);
      const { taken } = await insertNew(sealsOf(db), [seal]);
      // Another process was faster and goes on from there.
      if (taken.length > 0) return made;
      await mark(db, seal);
      head = seal;
      made += 1;
    }
  }
}

async function mark(db: Database, { _id, lines }: Seal): Promise<void> {
  const unmarked = { _id: { $in: lines.map(({ id }) => id) }, seal: null };
  await keptLinesOf(db).updateMany(unmarked, { $set: { seal: _id } });
}
