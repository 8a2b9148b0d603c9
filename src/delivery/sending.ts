/** What it takes to send, look and settle. */
import type { Channel, Limits } from '../channel/contract.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Database } from '../store/collection.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './outcome.ts';

export interface Sending {
  readonly db: Database;
  /** Throws ChannelFailure 'locked-out' for an account that is not configured. */
  readonly channels: { get(id: string): Channel };
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process in its tries. */
  readonly processId: string;
  /** How long a call may be silent before others take it for lost. */
  readonly leaseMs: number;
  /** Ends all calls when the process must go. */
  readonly signal: AbortSignal;
  readonly guard?: Guard;
}

/** Knows what stands in the way of an order where deliveries do not: who wrote to us, and when. */
export interface Guard {
  /** How a claimed try ends without a call; null lets it go. */
  hold(delivery: Delivery, now: Date): Promise<Outcome | null>;
  /** What was let go certainly did not arrive. */
  notSent(delivery: Delivery): Promise<void>;
}

/** null for a locked-out account, which has no limits to ask; sending says why it must wait. */
export function limitsOf(account: string, channels: Sending['channels']): Limits | null {
  try {
    return channels.get(account).limits;
  } catch {
    return null;
  }
}
