/**
 * Sends one delivery and writes down how that ended. Whether to try again is decided in after-failure.ts; a lost answer is
 * followed up in settle-delivery.ts.
 *
 * Order of writes: the delivery `sending` with its try (intent and claim in one) → the call → the line of a post that is
 * out → the delivery with the try's outcome. A crash before the call leaves a lease that runs out and a look that finds
 * nothing; a crash after it, a look that finds the post; a crash between the last two, a line that proves it.
 */
import { carryOut } from '../channel/carry-out.ts';
import type { Order, Piece } from '../channel/contract.ts';
import { ChannelFailure, toFailure } from '../channel/failure.ts';
import { after } from '../clock.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { afterFailure } from './after-failure.ts';
import { openAttempt, tooLate } from './attempt.ts';
import { cancelTakenBack } from './cancel-delivery.ts';
import { DELIVERIES, type Delivery, inState } from './delivery.ts';
import { windowsFor, withinQuota } from './keep-quota.ts';
import { afterReceipt, type Outcome } from './outcome.ts';
import { recordOutcome } from './record-outcome.ts';
import type { Sending } from './sending.ts';
import { applyNews } from './settle-by-news.ts';
import { toOrder } from './to-order.ts';
import { keepLatest, stepsOf, type Try, triesMade, tryId } from './try.ts';

export interface Underway {
  /** What it carries, when that was read already. */
  readonly piece?: Piece | undefined;
  /** The platform has nothing more to do with it. */
  called?(): void;
}

/** Claims and sends a waiting delivery. False, and nothing happens, when another process has it or it waits no longer. */
export async function sendDelivery(delivery: Delivery, sending: Sending, underway: Underway = {}): Promise<boolean> {
  if (await cancelTakenBack(sending.db, delivery, sending.clock.now())) return true;
  const order = await toOrder(delivery, sending, underway.piece);
  if (!order) return true;
  const windows = await windowsFor(delivery, order.action, sending);
  if (!windows) return true;
  const steps = stepsOf(await triesMade(sending.db, delivery), delivery.freshAfter);
  const sent = await claim(delivery, order, sending);
  if (!sent) return false;
  const outcome = await withinQuota(sending.db, windows, () =>
    guarded(sent, sending, () => trySending(sent.latest, steps, order, sending)),
  );
  underway.called?.();
  const at = sending.clock.now();
  await recordOutcome(sending.db, sent, { outcome, by: 'system', at, ends: sent.latest });
  if (outcome.state === 'settling')
    await applyNews({ ...sent, state: 'settling', looks: 0, ticket: outcome.ticket }, sending);
  return true;
}

/** A revision of what never got out is the first publication, from now on and for whoever reads the record. */
function becomes(delivery: Delivery, order: Order): Partial<Delivery> {
  return delivery.order.action === 'revise' && order.action === 'publish' ? { order: { action: 'publish' } } : {};
}

/**
 * Marks the delivery as being sent and writes the try into it, in one update that only one process can make. Returns null
 * when it changed between looking and claiming: cancelled, planned anew, or another process has it.
 */
async function claim(delivery: Delivery, order: Order, sending: Sending): Promise<(Delivery & { latest: Try }) | null> {
  const { db, clock, processId, leaseMs } = sending;
  const { _id, account, tries } = delivery;
  const at = clock.now();
  const number = tries + 1;
  const leaseUntil = after(at, leaseMs);
  const who = { _id: tryId(_id, number), delivery: _id, number, account, action: order.action, by: processId };
  const latest: Try = { ...who, at, leaseUntil, steps: [], outcome: null, endedAt: null };
  const began = { dueAt: leaseUntil, tries: number, latest, reason: '', failure: null };
  const change = { ...becomes(delivery, order), ...inState(delivery, 'sending'), ...began };
  await keepLatest(db, delivery);
  const { modifiedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne({ _id, state: 'waiting', tries }, { $set: change });
  return modifiedCount === 1 ? { ...delivery, ...change } : null;
}

async function guarded(delivery: Delivery, { guard, clock }: Sending, send: () => Promise<Outcome>): Promise<Outcome> {
  const held = await guard?.hold(delivery, clock.now());
  if (held) return held;
  const outcome = await send();
  if (outcome.state === 'waiting') await guard?.notSent(delivery);
  return outcome;
}

async function trySending(
  tried: Try,
  steps: ReturnType<typeof stepsOf>,
  order: Order,
  sending: Sending,
): Promise<Outcome> {
  const { clock, channels, log } = sending;
  const attempt = openAttempt({ tried, state: 'sending' }, steps, sending);
  try {
    // A process frozen between its claim and this line may have lost the floor to another one.
    if (clock.now() >= tried.leaseUntil) throw tooLate();
    return afterReceipt(await carryOut(channels.get(tried.account), order, attempt));
  } catch (error) {
    const failure = toFailure(error);
    const about = { delivery: tried.delivery, try: tried.number, failure: failure.kind, code: failure.code };
    log.warn(about, error instanceof ChannelFailure ? failure.message : 'unsorted error in an adapter');
    if (!(error instanceof ChannelFailure) && !isUnavailable(error))
      log.error({ ...about, stack: stackOf(error) }, 'adapter bug');
    return afterFailure(failure, tried.number, clock.now());
  } finally {
    attempt.close();
  }
}

/** Where an adapter's bug is, without its message, which may hold an address with a token. */
function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join('\n') : typeof error;
}
