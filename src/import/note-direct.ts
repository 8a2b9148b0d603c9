/** What a program brought in at one call (signal/import-signals.ts), as an import like the others: listed, and taken back the same way. */
import type { Imported } from '../signal/import-signals.ts';
import type { Person } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { importsOf } from './import-record.ts';
import { doneLine } from './import-step.ts';

export async function noteDirectImport(
  db: Database,
  { imported, bytes, by, now }: { imported: Imported; bytes: number; by: Person; now: Date },
): Promise<void> {
  const { import: _id, taken, repeated, refusedTotal: refused } = imported;
  if (taken === 0) return;
  const read = taken + repeated + refused;
  const progress = { row: read, read, taken, repeated, refused };
  const told = { name: null, format: 'ndjson', encoding: 'utf-8', bytes, headings: [], samples: [] } as const;
  const proposal = { account: null, kind: null, columns: {}, from: 'guessed' } as const;
  const ended = { state: 'done', mapping: null, onRefused: 'take-good', startedAt: now, finishedAt: now } as const;
  const rest = { reason: null, undo: null, worker: null, leaseUntil: null, fileKept: false };
  const unposted = [doneLine({ _id, by: by.id, mapping: null, progress }, now)];
  await importsOf(db).insertOne({ _id, at: now, by: by.id, ...told, proposal, ...ended, progress, ...rest, unposted });
}
