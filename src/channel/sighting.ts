/** Looking what became of an order: what is known of it, and what was seen. Part of the contract (contract.ts). */
import type { Order, Ref, Standing } from './contract.ts';

/** What is known of a lost or pending order. */
export interface Trace {
  readonly order: Order;
  /** When its first and its latest call began. */
  readonly firstTriedAt: Date;
  readonly lastTriedAt: Date;
  /** From an 'accepted' receipt, or null. */
  readonly ticket: string | null;
  /** What step() remembered. */
  readonly steps: Readonly<Record<string, string | number | boolean | null>>;
  /** Refs on this account that belong to other deliveries: never ours, however alike they look. */
  readonly known: readonly Ref[];
  /**
   * Our newest post on this account whose answer we had before the first call began, or null. Where ids rise with time it
   * proves what a list covers without trusting two clocks to agree.
   */
  readonly before: Ref | null;
}

/** What we saw: 'absent' proves that nothing happened, 'unknown' proves nothing; 'working' may wait for somebody, and says so. */
export type Sighting =
  | ({ readonly seen: 'done' } & Standing)
  | { readonly seen: 'working'; readonly lookAt: Date; readonly reason?: string }
  | { readonly seen: 'refused'; readonly reason: string }
  | { readonly seen: 'absent' }
  | { readonly seen: 'unknown'; readonly reason: string };
