/**
 * What src knows of a channel: the opened doorway to one account. An adapter tries once, tells what the platform answered
 * and throws a ChannelFailure (failure.ts) otherwise. Whether to try again is decided in delivery/after-failure.ts.
 *
 * A missing method is the missing ability; there are no flags to disagree with it.
 */
import type { Logger } from 'pino';
import type { Announcement } from '../release/announcement.ts';
import type { Moderation } from './moderation.ts';
import type { PushedMessage, Received } from './push.ts';

export type { PushedMessage, Received } from './push.ts';

/** A post, comment or message by the platform's own id, as the adapter wrote it; opaque outside the adapter. */
export type Ref = string;

export type Action = 'publish' | 'revise' | 'withdraw' | 'reply';

/** What we ask of a platform. */
export type Order =
  | { readonly action: 'publish'; readonly piece: Piece }
  | { readonly action: 'revise'; readonly post: Ref; readonly piece: Piece }
  | { readonly action: 'withdraw'; readonly post: Ref; readonly reason: string }
  | { readonly action: 'reply'; readonly comment: Ref; readonly text: string };

/** The announcement in one channel's shape. Plain JSON: it is frozen in the delivery when staff sign. */
export interface Piece {
  /** What a reader will see, for the preview beside the editor. */
  readonly preview: {
    readonly title: string;
    readonly html: string;
    readonly text: string;
    readonly notes: readonly string[];
  };
  /** What the adapter will send; only the adapter reads it. Dates are ISO strings. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Why a text cannot go to a channel: which field, what is wrong, what to do. Chinese, shown to staff. */
export interface Misfit {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

export type Rendered =
  | { readonly fits: true; readonly piece: Piece }
  | { readonly fits: false; readonly misfits: readonly Misfit[] };

/** One call on behalf of an order. */
export interface Attempt {
  /** Same over all tries of an order. */
  readonly key: string;
  /** 1 for the first try. */
  readonly number: number;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /**
   * Does one step of an order that takes several calls and remembers its answer beyond a crash: a resumed order gets the
   * remembered answer and does not upload twice. `name` is unique within the order.
   */
  step<T extends string | number | boolean | null>(name: string, make: () => Promise<T>): Promise<T>;
}

/** What the platform answered: it is out, or it took the job and we look later. `url` is what the public opens. */
export type Receipt =
  | { readonly state: 'done'; readonly ref: Ref; readonly url: string | null }
  | { readonly state: 'accepted'; readonly ticket: string; readonly lookAt: Date };

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

/** What we saw when we looked: 'absent' is proof that nothing happened, 'unknown' is no proof and a person must look. */
export type Sighting =
  | { readonly seen: 'done'; readonly ref: Ref; readonly url: string | null }
  | { readonly seen: 'working'; readonly lookAt: Date }
  | { readonly seen: 'refused'; readonly reason: string }
  | { readonly seen: 'absent' }
  | { readonly seen: 'unknown'; readonly reason: string };

export interface Quota {
  readonly action: Action;
  readonly count: number;
  /** Beijing calendar units: a 'day' starts at 00:00 Asia/Shanghai. */
  readonly per: 'minute' | 'hour' | 'day' | 'month';
}

export interface Limits {
  /** The platform's own way of counting a text. */
  countText(text: string): number;
  readonly title: number | null;
  /** Longest reply, by countText; null where replies are impossible or unlimited. */
  readonly reply: number | null;
  /** Own answers a comment may carry; null for no limit. */
  readonly repliesPerComment: number | null;
  /** How long after somebody's message the account may write to him, and how often until his next; absent for no limit. */
  readonly afterMessage?: { readonly ms: number; readonly count: number };
  readonly quotas: readonly Quota[];
  /** Calls this account stands side by side. */
  readonly atOnce: number;
  /**
   * How many of the account's newest posts find() can see; null where it can see them all. Where it is a number, no new
   * post is sent while one is in doubt: the lost one would sink out of sight, and nobody could prove what became of it.
   */
  readonly readBack: number | null;
  /**
   * What a correction becomes where revise() is missing: the post is replaced by a new one and then withdrawn, or it
   * stays and a correcting post follows.
   */
  readonly correction: 'replace' | 'follow-up';
}

/** A comment or message as it stands on the platform. */
export interface Comment {
  readonly ref: Ref;
  readonly kind: 'comment' | 'message';
  /** The post of ours it stands under, or null. */
  readonly post: Ref | null;
  /** The writer's id on the platform and the name shown; '' when the platform tells none. */
  readonly author: { readonly id: string; readonly name: string };
  readonly text: string;
  /** The sender's time, not ours. */
  readonly writtenAt: Date;
  /** Whether an answer of the account stands under it, whoever gave it; absent where the platform does not tell. */
  readonly isAnswered?: boolean;
}

/** One page, oldest first. `cursor` is kept by the caller and given back; `more` asks for another call now. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
  readonly more: boolean;
}

/** Where to go on: the cursor of the last page and our posts whose comments are wanted, newest first. */
export interface PullFrom {
  readonly cursor: string | null;
  readonly posts: readonly Ref[];
}

/** One thing found while checking an account; `ok: false` carries what a person must do. Chinese. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly remedy: string | null;
}

export interface Channel {
  /** The account's id; stored in records, never renamed. */
  readonly id: string;
  readonly limits: Limits;
  /** Pure: how it will look here, or why it cannot go. */
  render(announcement: Announcement): Rendered;
  /** One try only. */
  publish(piece: Piece, attempt: Attempt): Promise<Receipt>;
  revise?(post: Ref, piece: Piece, attempt: Attempt): Promise<Receipt>;
  /** Already gone counts as done. */
  withdraw?(post: Ref, reason: string, attempt: Attempt): Promise<Receipt>;
  reply?(comment: Ref, text: string, attempt: Attempt): Promise<Receipt>;
  /** Doing it twice is doing it once: what is so already is done. Throws refused where it cannot be so. */
  moderate?(comment: Ref, act: Moderation, attempt: Attempt): Promise<void>;
  /** Read-only: what became of a lost or pending order. */
  find(trace: Trace, attempt: Attempt): Promise<Sighting>;
  pullComments?(from: PullFrom, attempt: Attempt): Promise<Page<Comment>>;
  /** Checks and reads what the platform pushes to /push/<id>. Throws refused on a wrong signature. */
  receive?(message: PushedMessage): Promise<Received>;
  /** Can we log in, may we call this, is our address allowed. */
  check?(attempt: Attempt): Promise<readonly Finding[]>;
  close?(): Promise<void>;
}
