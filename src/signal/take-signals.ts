/** The one way in for signals, however they came: pulled, pushed or imported. One that is known already is left as it is. */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { keepContacts } from './contact.ts';
import { aSignal, type IncomingSignal, signalsOf, type Taking } from './signal.ts';

export interface Taken {
  readonly taken: number;
  /** Known already, or twice in the list. */
  readonly repeated: number;
}

/** Inserts of this many rows commit together; more would hold up others' writes. */
const BATCH = 500;

/** Stores what is new. Doing it twice changes nothing the second time. */
export async function takeSignals(db: Database, incoming: readonly IncomingSignal[], taking: Taking): Promise<Taken> {
  await keepContacts(db, incoming, taking);
  const signals = [...new Map(incoming.map((one) => aSignal(one, taking)).map((one) => [one._id, one])).values()];
  let repeated = incoming.length - signals.length;
  for (let at = 0; at < signals.length; at += BATCH) {
    const { taken } = await insertNew(signalsOf(db), signals.slice(at, at + BATCH));
    repeated += taken.length;
  }
  return { taken: incoming.length - repeated, repeated };
}
