/**
 * What src knows of a channel: the opened doorway to one account. An adapter tries once, tells what the platform answered
 * and throws a ChannelFailure (failure.ts) otherwise. Whether to try again is decided in delivery/after-failure.ts.
 *
 * A missing method is the missing ability; there are no flags to disagree with it. What only reads is a Doorway and no
 * Channel: nothing that publishes can be handed one.
 */
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Announcement } from '../release/announcement.ts';
import type { CaseStatus } from './case-status.ts';
import type { PushProbe } from './check-push.ts';
import type { Allowance, Connecting } from './connecting.ts';
import type { HotTopic } from './hot-topic.ts';
import type { Comment, Page, PullFrom, PushedMessage, Received, Told } from './incoming.ts';
import type { Moderation } from './moderation.ts';
import type { Piece, Rendered } from './piece.ts';
import type { FiguresPage, WantedFigures } from './post-figures.ts';
import type { QuotaLeft } from './quota-left.ts';
import type { Sighting, Trace } from './sighting.ts';

export type { Allowance, Connected, Connecting } from './connecting.ts';
export type { Comment, Page, PullFrom, PushedMessage, Received, Told } from './incoming.ts';
export type { Misfit, Piece, Rendered } from './piece.ts';
export type { Sighting, Trace } from './sighting.ts';

/** A post, comment or message by the platform's own id, as the adapter wrote it; opaque outside the adapter. */
export type Ref = string;

/** Everything that may be asked of a platform. */
export const actions = ['publish', 'revise', 'withdraw', 'reply', 'report'] as const;
export type Action = (typeof actions)[number];

/** What we ask. */
export type Order =
  | { readonly action: 'publish'; readonly piece: Piece }
  | { readonly action: 'revise'; readonly post: Ref; readonly piece: Piece }
  | { readonly action: 'withdraw'; readonly post: Ref; readonly reason: string }
  | { readonly action: 'reply'; readonly comment: Ref; readonly text: string }
  | { readonly action: 'report'; readonly comment: Ref; readonly status: CaseStatus };

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

/** A post as it stands, and where the public opens it. */
export interface Post {
  readonly ref: Ref;
  readonly url: string | null;
}

/** `more` are the posts of what went along with it (Channel.join), in their order. */
export type Standing = Post & { readonly more?: readonly Post[] };

/** What the platform answered: it is out, or it took the job and we look later. `url` is what the public opens. */
export type Receipt =
  | ({ readonly state: 'done' } & Standing)
  | { readonly state: 'accepted'; readonly ticket: string; readonly lookAt: Date };

export interface Quota {
  readonly action: Action;
  /** Only what uses this up (Piece.uses), and only what went out of it; absent for every call. Chinese. */
  readonly of?: string;
  readonly count: number;
  /** Beijing calendar units: a 'day' starts at 00:00 Asia/Shanghai. */
  readonly per: 'minute' | 'hour' | 'day' | 'month';
}

export interface Limits {
  /** The platform's own way of counting a text. */
  countText(text: string): number;
  readonly title: number | null;
  /** Texts that one publication may carry, its lead among them; absent where join() is missing. */
  readonly together?: number;
  /** Longest reply, by countText; null where replies are impossible or unlimited. */
  readonly reply: number | null;
  /** Own answers a comment may carry; null for no limit. */
  readonly repliesPerComment: number | null;
  /** How long after somebody's message the account may write to him, and how often until his next (null: as often as it likes). */
  readonly afterMessage?: { readonly ms: number; readonly count: number | null };
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

/** One thing found while checking an account; `ok: false` carries what a person must do. Chinese. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly remedy: string | null;
  /** When the account's authorisation ends unless a person gives it again. */
  readonly endsAt?: Date;
}

/** What can be read at an account. An account of a kind that only reads has nothing else. */
export interface Doorway {
  /** The account's id; stored in records, never renamed. */
  readonly id: string;
  pullComments?(from: PullFrom, attempt: Attempt): Promise<Page<Comment>>;
  /** The whole list, top first. An empty or unreadable one is a failure: hot lists are never empty. */
  pullHotTopics?(attempt: Attempt): Promise<readonly HotTopic[]>;
  /** One page per call to the platform, so that whoever asks can keep what came, count, and stop. */
  pullFigures?(wanted: WantedFigures, attempt: Attempt): AsyncIterable<FiguresPage>;
  /**
   * Checks and opens what the platform pushes to /push/<id>, and no more: it waits for the answer. Throws refused on a wrong
   * signature and on what readPushed() could not read.
   */
  receive?(message: PushedMessage): Received;
  /** Reads what receive() has opened, some time after `at`, when it came: the same each time. There where receive() is. */
  readPushed?(body: string, at: Date): Told;
  /** Can we log in, may we call this, is our address allowed. */
  check?(attempt: Attempt): Promise<readonly Finding[]>;
  /** Present where a person can connect the account, and the settings allow it. */
  readonly connecting?: Connecting;
  /** What the platform counts, as we have counted it; costs no call. */
  allowances?(now: Date): Promise<readonly Allowance[]>;
  /** Asks the platform what is left; missing where no platform tells. */
  quotasLeft?(attempt: Attempt): Promise<readonly QuotaLeft[]>;
  /** A signed GET to ourselves, as the platform would send it; null when pushes are not configured. */
  pushProbe?(now: Date): PushProbe | null;
  /** The post at a public address that staff copied from the platform; null when it is none of this account's platform. */
  refOfAddress?(address: string): Ref | null;
  close?(): Promise<void>;
}

/** An account that can be published on. */
export interface Channel extends Doorway {
  /** Takes answers and nothing to publish, such as a hotline: never offered for a release. */
  readonly answersOnly?: true;
  /** What staff may choose for one publication here, by name; meta() tells it in words: title, options (value, title, asks). */
  readonly choices?: z.ZodObject;
  readonly limits: Limits;
  /** Pure: how it will look here, or why it cannot go. */
  render(announcement: Announcement): Rendered;
  /** Several texts in one publication, the first of them leading; or why they cannot go together. */
  join?(lead: Piece, riders: readonly Piece[]): Rendered;
  /** Shows it to one person on the platform before it goes out; 'nobody' when the platform knows no such follower. */
  preview?(piece: Piece, to: string, attempt: Attempt): Promise<'shown' | 'nobody'>;
  /** One try only. */
  publish(piece: Piece, attempt: Attempt): Promise<Receipt>;
  revise?(post: Ref, piece: Piece, attempt: Attempt): Promise<Receipt>;
  /** Already gone counts as done. */
  withdraw?(post: Ref, reason: string, attempt: Attempt): Promise<Receipt>;
  reply?(comment: Ref, text: string, attempt: Attempt): Promise<Receipt>;
  /** Tells where a case came from how far it has got with us. */
  report?(comment: Ref, status: CaseStatus, attempt: Attempt): Promise<Receipt>;
  /** Doing it twice is doing it once: what is so already is done. Throws refused where it cannot be so. */
  moderate?(comment: Ref, act: Moderation, attempt: Attempt): Promise<void>;
  /** Read-only: what became of a lost or pending order. */
  find(trace: Trace, attempt: Attempt): Promise<Sighting>;
}

/** Whether an account can be published on. */
export function isChannel(doorway: Doorway): doorway is Channel {
  return 'publish' in doorway;
}
