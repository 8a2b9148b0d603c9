/**
 * What an undone import had brought and is gone: one record for each, with the lines that tell of it. They are what a later
 * import of the same message is told apart by, so that it counts again.
 */
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import type { Signal } from './signal.ts';

export interface TakenBack extends Telling {
  /** `<signal or topic>@<import>` */
  readonly _id: string;
  /** Id of the signal, or of the topic that went with it. */
  readonly what: string;
  readonly import: string;
  readonly at: Date;
}

const TAKEN_BACK = 'taken-back';

export function takenBackOf(db: Database): Collection<TakenBack> {
  return db.collection<TakenBack>(TAKEN_BACK);
}

export const takenBackIndexes: readonly IndexDeclaration[] = [
  { collection: TAKEN_BACK, keys: { what: 1 }, serves: 'was this signal here before?' },
  { collection: TAKEN_BACK, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export interface Undoing {
  /** Id of the import, or of the act it goes with. */
  readonly import: string;
  readonly by: string;
  readonly at: Date;
}

/** Takes off, on the same day, what the line of its taking put on. Lines of the record that were not posted yet go along. */
export function takenBack(signal: Signal, undoing: Undoing): TakenBack {
  const { _id, account, kind, receivedAt, unposted } = signal;
  const facts = { account, kind, import: undoing.import, takenBackAt: undoing.at.toISOString() };
  const line = aLine({
    what: 'signal.taken-back',
    subject: _id,
    at: receivedAt,
    by: undoing.by,
    facts,
    nth: undoing.import,
  });
  return aTakenBack(_id, undoing, [...unposted, line]);
}

export function aTakenBack(what: string, { import: id, at }: Undoing, unposted: readonly Line[]): TakenBack {
  return { _id: `${what}@${id}`, what, import: id, at, unposted };
}

/** For each of these signals that was here before: the import it went with last. */
export async function takenBackAmong(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await takenBackOf(db)
    .find({ what: { $in: ids } }, { sort: { _id: 1 } })
    .toArray();
  return new Map(rows.map((row) => [row.what, row.import]));
}
