/** A signal as JSON for staff. */
import { type Signal, signalKindNames } from './signal.ts';

export function showSignal(signal: Signal) {
  const { _id, account, ref, kind, author, title, text, writtenAt, receivedAt, post, release, topic, sorting } = signal;
  return {
    ...{ id: _id, account, ref, kind, kindName: signalKindNames[kind], author, title, text, writtenAt, receivedAt },
    ...{ post, release, topic, sorting, sorted: signal.sorted, import: signal.import },
    ...(signal.listed && { listed: signal.listed }),
    ...{ moderated: signal.moderated ?? null, isAnswered: signal.isAnswered ?? false },
  };
}
