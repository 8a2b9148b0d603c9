/**
 * The record of one order to one account, and how far it got. It carries its latest try; earlier ones stand in try.ts.
 *
 *   waiting → sending → done | settling | waiting (later) | stuck
 *   settling → done | waiting | stuck          cancelled
 *
 * waiting    due at dueAt, unless another delivery must be over first (`after`)
 * settling   a lost or pending answer: only find() or a named person leads out
 * stuck      a person must act: the content was refused, or nobody can prove what happened
 */
import type { Action, Order, Post, Ref } from '../channel/contract.ts';
import type { FailureKind } from '../channel/failure.ts';
import { aLine, type Fact, type Line, type Telling } from '../ledger/line.ts';
import type { IndexDeclaration } from '../store/collection.ts';
import type { Try } from './try.ts';

export type DeliveryState = 'waiting' | 'sending' | 'settling' | 'done' | 'stuck' | 'cancelled';

/**
 * What to ask, as planned. revise and withdraw name the publishing delivery whose post they mean; the post's ref is looked
 * up when they are sent, since it is not known before. What is published stands in piece.ts.
 */
export type PlannedOrder =
  | { readonly action: 'publish'; readonly riders?: readonly Rider[] }
  | Extract<Order, { action: 'reply' | 'report' }>
  | { readonly action: 'revise'; readonly of: string }
  | {
      readonly action: 'withdraw';
      readonly of: string;
      readonly reason: string;
      /** The delivery of what replaces it: until that is out, the old post stays. null for a withdrawal for good. */
      readonly replacedBy: string | null;
    };

/** A release whose text goes along with another's, in one publication. */
export interface Rider {
  readonly release: string;
  readonly revision: number;
  readonly column: string;
  readonly topic: string | null;
}

export interface Delivery extends Telling {
  /** `release:revision:account:action`, `reply:<reply>:<signal>` or `status:<signal>:<step>`; also the attempt's key. */
  readonly _id: string;
  readonly account: string;
  /** Kind of the account's platform, for figures per kind. */
  readonly kind: string;
  readonly order: PlannedOrder;
  /** What the ledger lines of this delivery carry: release, revision, topic, reply, signal, column … */
  readonly facts: Readonly<Record<string, Fact>>;
  /** Ids of deliveries that must be done (or cancelled, or given up) before this one may go. */
  readonly after: readonly string[];
  /** Others wait for it; whoever makes one wait says so here first. */
  readonly leads: boolean;
  /** Overtakes everything on its account that is not. */
  readonly urgent: boolean;
  readonly state: DeliveryState;
  /**
   * The account while it is open and may go; null while it waits for another delivery (let-follow.ts) and when it is over: a
   * lane reads neither.
   */
  readonly lane: string | null;
  /** When it may go; for settling: when to look. */
  readonly dueAt: Date;
  /** Number of the latest try; 0 for none. */
  readonly tries: number;
  /** The latest try, written in the same update as the state it leads to. */
  readonly latest: Try | null;
  /** Steps of tries up to this one are not resumed, since a person began afresh; 0 for none. */
  readonly freshAfter: number;
  /** Looks since it began to settle. */
  readonly looks: number;
  readonly ticket: string | null;
  readonly ref: Ref | null;
  readonly url: string | null;
  /** The posts of its riders, where the platform told them. */
  readonly more?: readonly Post[];
  /** Whether its riders' posts have records of their own by now; absent where there are none. */
  readonly riders?: 'open' | 'recorded';
  /** Why it waits, settles or is stuck; Chinese, '' for none. */
  readonly reason: string;
  readonly failure: FailureKind | null;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

export interface DeliveryInput {
  readonly id: string;
  readonly account: { readonly id: string; readonly kind: string };
  readonly order: PlannedOrder;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly after?: readonly string[];
  readonly leads?: boolean;
  readonly urgent?: boolean;
  readonly dueAt: Date;
  readonly now: Date;
}

/** A waiting delivery. Insert it under its computed id (insertNew): planning twice makes one. */
export function aWaitingDelivery(input: DeliveryInput): Delivery {
  const { id, account, order, facts, after = [], leads = false, urgent = false, dueAt, now } = input;
  return {
    _id: id,
    account: account.id,
    kind: account.kind,
    order,
    facts,
    after,
    leads,
    urgent,
    state: 'waiting',
    lane: after.length === 0 ? account.id : null,
    dueAt,
    tries: 0,
    latest: null,
    freshAfter: 0,
    looks: 0,
    ticket: null,
    ref: null,
    url: null,
    reason: '',
    failure: null,
    createdAt: now,
    doneAt: null,
    unposted: [],
    ...(order.action === 'publish' && order.riders && { riders: 'open' as const }),
  };
}

const OVER: ReadonlySet<DeliveryState> = new Set(['done', 'stuck', 'cancelled']);

/** The state, and with it whether the account's lane still has to do with it. Every change of state goes through here. */
export function inState<S extends DeliveryState>({ account }: Delivery, state: S) {
  return { state, lane: OVER.has(state) ? null : account };
}

/** A ledger line about a delivery. `nth` tells repeated events of one kind apart. */
export function deliveryLine(
  delivery: Delivery,
  event: { what: Line['what']; at: Date; by: string; facts?: Readonly<Record<string, Fact>>; nth?: number },
): Line {
  const { account, kind, order, facts } = delivery;
  const about: Record<string, Fact> = { ...facts, account, kind, action: order.action satisfies Action };
  return aLine({ ...event, subject: delivery._id, facts: { ...about, ...event.facts } });
}

export const DELIVERIES = 'deliveries';

export const deliveryIndexes: readonly IndexDeclaration[] = [
  {
    collection: DELIVERIES,
    keys: { lane: 1, urgent: -1, dueAt: 1 },
    serves: 'what is due on this account, urgent first?',
  },
  { collection: DELIVERIES, keys: { state: 1, createdAt: -1 }, serves: 'the board by state, newest first' },
  {
    collection: DELIVERIES,
    keys: { account: 1, state: 1, doneAt: -1 },
    serves: "an account's latest posts, and its doubts",
  },
  { collection: DELIVERIES, keys: { 'facts.release': 1 }, serves: 'what became of this release?' },
  { collection: DELIVERIES, keys: { 'facts.topic': 1 }, serves: 'what was sent for this topic?' },
  { collection: DELIVERIES, keys: { after: 1 }, serves: 'what waits for this delivery?' },
  { collection: DELIVERIES, keys: { ticket: 1 }, serves: 'which delivery does this platform event mean?' },
  { collection: DELIVERIES, keys: { createdAt: -1 }, serves: 'the board, newest first' },
  { collection: DELIVERIES, keys: { account: 1, createdAt: -1 }, serves: 'the board of an account, newest first' },
  {
    collection: DELIVERIES,
    // Without it SQLite, which knows no counts, would look for a few stuck ones through all of the account's.
    keys: { account: 1, state: 1, createdAt: -1 },
    serves: 'the board of an account by state, newest first',
  },
  {
    collection: DELIVERIES,
    keys: { riders: 1 },
    serves: 'which publications are out whose riders have no record yet?',
  },
  { collection: DELIVERIES, keys: { 'facts.riders': 1 }, serves: 'which publication carries this release along?' },
  { collection: DELIVERIES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];
