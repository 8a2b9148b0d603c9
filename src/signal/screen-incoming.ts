/**
 * Screens signals before they are taken (screen.ts): what is set aside comes in sorted already, with its reason, and is never
 * lost. A person restores it by one click (restore-signal.ts), and what he restored once is not set aside again.
 */
import { after, hours } from '../clock.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { exceptionId, repetition, repetitionKey, type Screened, screenWords } from './screen.ts';
import { type IncomingSignal, type Signal, signalIdOf } from './signal.ts';

/** How often one person has said the same lately. Forgotten after a month (schedules/forget.ts). */
interface SaidBefore extends Row {
  readonly count: number;
  readonly since: Date;
  readonly first: string;
}

export interface ScreenException extends Row {
  /** As exceptionId() makes it: no name and no words stand here. */
  readonly by: string;
  readonly at: Date;
}

export const SAID = 'said';

const saidOf = (db: Database): Collection<SaidBefore> => db.collection<SaidBefore>(SAID);
export const exceptionsOf = (db: Database): Collection<ScreenException> =>
  db.collection<ScreenException>('screen-exceptions');

export const screenIndexes: readonly IndexDeclaration[] = [
  { collection: SAID, keys: { since: 1 }, serves: 'what is old enough to forget?' },
];

/** What of a batch is to be set aside, by signal id. `countsRepetition`: not for files, where a table may say a thing twice. */
export async function screenIncoming(
  db: Database,
  batch: readonly IncomingSignal[],
  { now, countsRepetition }: { readonly now: Date; readonly countsRepetition: boolean },
): Promise<ReadonlyMap<string, Screened>> {
  const repeated = countsRepetition ? await findRepeated(db, batch, now) : new Map<string, Screened>();
  const found = batch.flatMap((signal) => {
    const id = signalIdOf(signal.account, signal.ref);
    const screened = screenWords(signal) ?? repeated.get(id);
    return screened ? [{ id, screened, exception: exceptionId(screened.rule, signal) }] : [];
  });
  if (found.length === 0) return new Map();
  const known = await exceptionsOf(db)
    .find({ _id: { $in: found.map(({ exception }) => exception) } })
    .toArray();
  const excepted = new Set(known.map(({ _id }) => _id));
  return new Map(found.filter(({ exception }) => !excepted.has(exception)).map(({ id, screened }) => [id, screened]));
}

async function findRepeated(db: Database, batch: readonly IncomingSignal[], now: Date): Promise<Map<string, Screened>> {
  const keyed = batch.flatMap((signal) => {
    const key = repetitionKey(signal);
    return key === null ? [] : [{ key, id: signalIdOf(signal.account, signal.ref) }];
  });
  if (keyed.length === 0) return new Map();
  const since = { $gte: after(now, -hours(repetition.withinHours)) };
  const before = await saidOf(db)
    .find({ _id: { $in: keyed.map(({ key }) => key) }, since })
    .toArray();
  const counts = new Map(before.map(({ _id, count }) => [_id, count]));
  const repeated = new Map<string, Screened>();
  for (const { key, id } of keyed) {
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    const reason = `${repetition.name}：同一人 ${repetition.withinHours} 小时内第 ${nth} 次发送相同内容，前面的已列入`;
    if (nth >= repetition.copies) repeated.set(id, { rule: 'repeated', reason });
  }
  return repeated;
}

/** Counts what was taken anew; what was known before is no repetition. */
export async function noteSaid(db: Database, taken: readonly Signal[], now: Date): Promise<void> {
  const from = after(now, -hours(repetition.withinHours));
  for (const signal of taken) {
    const _id = repetitionKey(signal);
    if (_id === null) continue;
    const { matchedCount } = await saidOf(db).updateOne({ _id, since: { $gte: from } }, { $inc: { count: 1 } });
    if (matchedCount > 0) continue;
    const fresh = { count: 1, since: now, first: signal._id };
    await saidOf(db).updateOne({ _id }, { $set: fresh }, { upsert: true });
  }
}

export async function keepException(db: Database, exception: ScreenException): Promise<void> {
  await insertNew(exceptionsOf(db), [exception]);
}

/** The rule holds again for whom or what it was lifted. */
export async function dropException(db: Database, id: string): Promise<void> {
  await exceptionsOf(db).deleteOne({ _id: id });
}
