/** The ledger: where posted lines stand. Appended by post-lines.ts, read by statistics and by whoever asks; never changed. */
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Line } from './line.ts';

export const LEDGER = 'ledger';

export const ledgerIndexes: readonly IndexDeclaration[] = [
  { collection: LEDGER, keys: { what: 1, on: 1 }, serves: 'what of this kind happened in a period?' },
  { collection: LEDGER, keys: { subject: 1, at: 1 }, serves: 'the trail of one record' },
  { collection: LEDGER, keys: { at: 1 }, serves: 'the trail in order' },
  { collection: LEDGER, keys: { 'facts.release': 1, at: 1 }, serves: 'the trail of a release through its deliveries' },
  { collection: LEDGER, keys: { 'facts.topic': 1, at: 1 }, serves: 'the trail of a topic through its replies' },
];

export function ledgerOf(db: Database): Collection<Line> {
  return db.collection<Line>(LEDGER);
}
