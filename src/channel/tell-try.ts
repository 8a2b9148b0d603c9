/**
 * Tells whoever listens how each call to a platform ended, so that it can be counted without anybody who sends knowing of it
 * (nodejs.org/api/diagnostics_channel.html). Nobody listening costs nothing.
 */
import { channel } from 'node:diagnostics_channel';
import type { Action } from './contract.ts';
import type { FailureKind } from './failure.ts';

export interface TryTold {
  readonly account: string;
  readonly action: Action;
  /** A receipt's state, or the kind of failure. */
  readonly outcome: 'done' | 'accepted' | FailureKind;
}

const tries = channel('sanwei:try');

export function tellTry(told: TryTold): void {
  if (tries.hasSubscribers) tries.publish(told);
}

/** Listens to the tries of this process until the function returned is called. */
export function followTries(listen: (told: TryTold) => void): () => void {
  const hear = (message: unknown) => listen(message as TryTold);
  tries.subscribe(hear);
  return () => void tries.unsubscribe(hear);
}
