/**
 * Sends one delivery and writes down how that ended. Whether to try again is decided in after-failure.ts; a lost answer is
 * followed up in settle-delivery.ts.
 *
 * Order of writes: the try (intent and claim) → the delivery `sending` → the call → the try's outcome → the delivery.
 * A crash before the call leaves a lease that runs out and a look that finds nothing; a crash after it, a look that finds
 * the post; a crash between the last two, an outcome that only has to be carried over.
 */
import { carryOut } from '../channel/carry-out.ts';
import type { Order } from '../channel/contract.ts';
import { ChannelFailure, toFailure } from '../channel/failure.ts';
import { isTaken } from '../store/is-taken.ts';
import { afterFailure } from './after-failure.ts';
import { openAttempt, tooLate } from './attempt.ts';
import { cancelTakenBack } from './cancel-delivery.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';
import { afterReceipt, type Outcome } from './outcome.ts';
import { recordOutcome } from './record-outcome.ts';
import type { Sending } from './sending.ts';
import { applyNews } from './settle-by-news.ts';
import { toOrder } from './to-order.ts';
import { stepsOf, type Try, triesOf, tryId } from './try.ts';

/** Claims and sends a waiting delivery. Nothing happens when another process has it or it waits no longer. */
export async function sendDelivery(delivery: Delivery, sending: Sending): Promise<void> {
  if (await cancelTakenBack(sending.db, delivery, sending.clock.now())) return;
  const order = await toOrder(delivery, sending);
  if (!order) return;
  const tried = await claim(delivery, order, sending);
  if (!tried) return;
  const outcome = await trySending(delivery, tried, order, sending);
  const endedAt = sending.clock.now();
  await triesOf(sending.db).updateOne({ _id: tried._id, outcome: null }, { $set: { outcome, endedAt } });
  const sent: Delivery = { ...delivery, ...becomes(delivery, order), state: 'sending', tries: tried.number };
  await recordOutcome(sending, sent, outcome, 'system');
  if (outcome.state === 'settling')
    await applyNews({ ...sent, state: 'settling', looks: 0, ticket: outcome.ticket }, sending);
}

/** A revision of what never got out is the first publication, from now on and for whoever reads the record. */
function becomes(delivery: Delivery, order: Order): Partial<Delivery> {
  return delivery.order.action === 'revise' && order.action === 'publish' ? { order } : {};
}

async function claim(delivery: Delivery, order: Order, sending: Sending): Promise<Try | null> {
  const { db, clock, processId, leaseMs } = sending;
  const { _id, account, tries } = delivery;
  const at = clock.now();
  const number = tries + 1;
  const leaseUntil = new Date(at.getTime() + leaseMs);
  const who = { _id: tryId(_id, number), delivery: _id, number, account, action: order.action, by: processId };
  const tried: Try = { ...who, at, leaseUntil, steps: [], outcome: null, endedAt: null };
  if (!(await insertTry(tried, sending))) return null;
  if (await markSending(delivery, tried, becomes(delivery, order), sending)) return tried;
  // The delivery changed between looking and claiming (cancelled, planned anew): this try made no call.
  await triesOf(db).deleteOne({ _id: tried._id, by: processId, outcome: null });
  return null;
}

async function insertTry(tried: Try, sending: Sending): Promise<boolean> {
  try {
    await triesOf(sending.db).insertOne(tried);
    return true;
  } catch (error) {
    if (!isTaken(error)) throw error;
    await handOver(tried, sending);
    return false;
  }
}

/**
 * Somebody has this try. While he has the floor the delivery rests, else its lane would take it up without end. If he died
 * before he marked the delivery he made no call, since the mark comes first: the number is used up and the next try may go.
 * Should he only have been frozen, the number no longer fits his mark, and he makes none either.
 */
async function handOver({ _id, delivery, number, at }: Try, { db }: Sending): Promise<void> {
  const other = await triesOf(db).findOne({ _id });
  if (!other) return;
  const isOver = other.leaseUntil <= at;
  const { modifiedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne(
      { _id: delivery, state: 'waiting', tries: number - 1 },
      { $set: isOver ? { tries: number } : { dueAt: other.leaseUntil } },
    );
  if (!isOver || modifiedCount === 0) return;
  const outcome: Outcome = { state: 'waiting', dueAt: at, reason: '认领后中断，没有发出', failure: 'unreachable' };
  await triesOf(db).updateOne({ _id, outcome: null }, { $set: { outcome, endedAt: at } });
}

async function markSending(
  { _id, tries }: Delivery,
  tried: Try,
  change: Partial<Delivery>,
  { db }: Sending,
): Promise<boolean> {
  const started = {
    ...change,
    state: 'sending',
    tries: tried.number,
    dueAt: tried.leaseUntil,
    reason: '',
    failure: null,
  } as const;
  const { modifiedCount } = await db
    .collection<Delivery>(DELIVERIES)
    .updateOne({ _id, state: 'waiting', tries }, { $set: started });
  return modifiedCount === 1;
}

async function trySending(delivery: Delivery, tried: Try, order: Order, sending: Sending): Promise<Outcome> {
  const { db, clock, channels, log } = sending;
  const earlier = tried.number === 1 ? [] : await triesOf(db).find({ delivery: delivery._id }).toArray();
  const attempt = openAttempt(delivery._id, tried, stepsOf(earlier, delivery.freshAfter), sending);
  try {
    // A process frozen between its claim and this line may have lost the floor to another one.
    if (clock.now() >= tried.leaseUntil) throw tooLate();
    return afterReceipt(await carryOut(channels.get(delivery.account), order, attempt));
  } catch (error) {
    const failure = toFailure(error);
    const about = { delivery: delivery._id, try: tried.number, failure: failure.kind, code: failure.code };
    log.warn(about, error instanceof ChannelFailure ? failure.message : 'unsorted error in an adapter');
    if (!(error instanceof ChannelFailure)) log.error({ ...about, stack: stackOf(error) }, 'adapter bug');
    return afterFailure(failure, tried.number, clock.now());
  } finally {
    attempt.close();
  }
}

/** Where an adapter's bug is, without its message, which may hold an address with a token. */
function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join('\n') : typeof error;
}
