/**
 * The attempt an adapter is given: its steps are remembered in the try, and each finished step renews the lease, so that a
 * long upload is not taken for dead while a silent call is ended before its lease is.
 */
import type { Attempt } from '../channel/contract.ts';
import { ChannelFailure } from '../channel/failure.ts';
import type { Sending } from './sending.ts';
import { type Try, triesOf } from './try.ts';

type StepValue = string | number | boolean | null;

export interface OpenAttempt extends Attempt {
  /** Stops the clock of the attempt. */
  close(): void;
}

/** An attempt for `tried`, knowing the steps that earlier tries finished. */
export function openAttempt(
  key: string,
  tried: Try,
  remembered: Readonly<Record<string, StepValue>>,
  sending: Sending,
): OpenAttempt {
  const { db, clock, log, leaseMs } = sending;
  const known = new Map(Object.entries(remembered));
  const silence = new AbortController();
  // Ended well before the lease: whoever takes over must not meet a call that is still running.
  const arm = () => setTimeout(() => silence.abort(), leaseMs * 0.8);
  let timer = arm();
  let { leaseUntil } = tried;
  async function step<T extends StepValue>(name: string, make: () => Promise<T>): Promise<T> {
    if (known.has(name)) return known.get(name) as T;
    if (clock.now() >= leaseUntil) throw tooLate();
    const value = await make();
    const now = clock.now();
    const $push = { steps: { name, value } };
    if (now >= leaseUntil) {
      // What is done is remembered, but a process that was frozen meanwhile does not take the floor back.
      await triesOf(db).updateOne({ _id: tried._id }, { $push });
      throw tooLate();
    }
    leaseUntil = new Date(now.getTime() + leaseMs);
    await triesOf(db).updateOne({ _id: tried._id }, { $push, $set: { leaseUntil } });
    known.set(name, value);
    clearTimeout(timer);
    timer = arm();
    return value;
  }
  const signal = AbortSignal.any([silence.signal, sending.signal]);
  return { key, number: tried.number, now: clock.now(), signal, log, step, close: () => clearTimeout(timer) };
}

/** The process was frozen past its lease; others may be at work on the order. */
export function tooLate(): ChannelFailure {
  return new ChannelFailure('uncertain', '本次尝试已过时限，未再发出');
}
