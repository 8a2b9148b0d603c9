/** The one way in for signals, however they came: pulled, pushed or imported. One that is known already is left as it is. */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { keepContacts } from './contact.ts';
import { aSignal, type IncomingSignal, signalIdOf, signalsOf, type Taking } from './signal.ts';
import { takenBackAmong } from './taken-back.ts';

export interface Taken {
  readonly taken: number;
  /** Known already, or twice in the list. */
  readonly repeated: number;
}

/** Inserts of this many rows commit together, some 6 ms of work: whoever writes beside them waits for one such batch each time. */
const BATCH = 100;

/** Stores what is new. Doing it twice changes nothing the second time. */
export async function takeSignals(db: Database, incoming: readonly IncomingSignal[], taking: Taking): Promise<Taken> {
  await keepContacts(db, incoming, taking);
  const unique = [...new Map(incoming.map((one) => [signalIdOf(one.account, one.ref), one])).values()];
  let repeated = incoming.length - unique.length;
  for (let at = 0; at < unique.length; at += BATCH) {
    const batch = unique.slice(at, at + BATCH);
    const before = await takenBackAmong(
      db,
      batch.map(({ account, ref }) => signalIdOf(account, ref)),
    );
    const signals = batch.map((one) => aSignal(one, taking, before.get(signalIdOf(one.account, one.ref))));
    const { taken } = await insertNew(signalsOf(db), signals);
    repeated += taken.length;
  }
  return { taken: incoming.length - repeated, repeated };
}
