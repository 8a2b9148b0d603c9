/**
 * The one way in for signals, however they came: pulled, pushed or imported. One that is known already is left as it is, but for
 * likes and ranks that rose (seen-again.ts).
 */
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { keepContacts } from './contact.ts';
import type { Screened } from './screen.ts';
import { noteSaid, screenIncoming } from './screen-incoming.ts';
import { noteSeenAgain, type SeenAgain } from './seen-again.ts';
import { aSignal, type IncomingSignal, type Signal, signalIdOf, signalsOf, type Taking } from './signal.ts';
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
    await taking.giveWay?.();
    const batch = unique.slice(at, at + BATCH);
    const before = await takenBackAmong(
      db,
      batch.map(({ account, ref }) => signalIdOf(account, ref)),
    );
    const isLive = taking.import === null;
    const screened = await screenIncoming(db, batch, { now: taking.now, countsRepetition: isLive });
    const signals = batch.map((one) => {
      const id = signalIdOf(one.account, one.ref);
      return setAside(aSignal(one, taking, before.get(id)), screened.get(id), taking.now);
    });
    const { taken } = await insertNew(signalsOf(db), signals);
    repeated += taken.length;
    const known = new Set(taken);
    await noteSeenAgain(db, batch.filter((_, i) => known.has(i)).map(toSeen));
    if (isLive)
      await noteSaid(
        db,
        signals.filter((_, i) => !known.has(i)),
        taking.now,
      );
  }
  return { taken: incoming.length - repeated, repeated };
}

function toSeen({ account, ref, likes, rank }: IncomingSignal): SeenAgain {
  const told = { ...(likes !== undefined && { likes }), ...(rank !== undefined && { rank }) };
  return { signal: signalIdOf(account, ref), ...told };
}

/** Comes in sorted, with the reason: nobody's queue, but in the list of what rules have set aside. */
function setAside(signal: Signal, screened: Screened | undefined, at: Date): Signal {
  if (!screened) return signal;
  const { rule, reason } = screened;
  return { ...signal, sorted: true, sorting: { decision: 'set-aside', reason: `未列入：${reason}`, at, rule } };
}
