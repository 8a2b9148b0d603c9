/**
 * The attempt an adapter is given: its steps are remembered in the try, and each finished step renews the lease, so that a
 * long upload is not taken for dead while a silent call is ended before its lease is.
 */
import type { Attempt } from '../channel/contract.ts';
import { ChannelFailure } from '../channel/failure.ts';
import { after } from '../clock.ts';
import type { Database } from '../store/collection.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import type { Sending } from './sending.ts';
import { type Step, type StepValue, type Try, triesOf } from './try.ts';

export interface OpenAttempt extends Attempt {
  /** Stops the clock of the attempt. */
  close(): void;
}

/** On whose behalf: the try, and whether it is being sent or looked for. */
export interface Floor {
  readonly tried: Try;
  readonly state: 'sending' | 'settling';
}

/** An attempt for a try, knowing the steps that earlier tries finished. */
export function openAttempt(
  floor: Floor,
  remembered: Readonly<Record<string, StepValue>>,
  sending: Sending,
): OpenAttempt {
  const { tried } = floor;
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
    const wasInTime = now < leaseUntil;
    leaseUntil = after(now, leaseMs);
    if (!wasInTime || !(await renew(db, floor, { name, value }, leaseUntil))) {
      // What is done is remembered, but a process that was frozen meanwhile does not take the floor back.
      await remember(db, tried, { name, value });
      throw tooLate();
    }
    known.set(name, value);
    clearTimeout(timer);
    timer = arm();
    return value;
  }
  const signal = AbortSignal.any([silence.signal, sending.signal]);
  const { delivery: key, number } = tried;
  return { key, number, now: clock.now(), signal, log, step, close: () => clearTimeout(timer) };
}

/** Remembers a step and moves the lease on; false when somebody else has taken the delivery over. */
async function renew(db: Database, { tried, state }: Floor, step: Step, leaseUntil: Date): Promise<boolean> {
  const { modifiedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne(
      { _id: tried.delivery, tries: tried.number, state },
      { $push: { 'latest.steps': step }, $set: { 'latest.leaseUntil': leaseUntil, dueAt: leaseUntil } },
    );
  return modifiedCount === 1;
}

/** Remembers a step wherever the try stands by now. */
async function remember(db: Database, { _id, delivery, number }: Try, step: Step): Promise<void> {
  const { matchedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne({ _id: delivery, tries: number }, { $push: { 'latest.steps': step } });
  if (matchedCount === 0) await triesOf(db).updateOne({ _id }, { $push: { steps: step } });
}

/** The process was frozen past its lease; others may be at work on the order. */
export function tooLate(): ChannelFailure {
  return new ChannelFailure('uncertain', '本次尝试已过时限，未再发出');
}
