/** What comes in from a platform: comments and messages, pulled or pushed, and news of orders. Part of the contract (contract.ts). */
import type { Ref } from './contract.ts';
import type { ChannelFailure } from './failure.ts';
import type { Sighting } from './sighting.ts';

/** A comment, a message, or a post of somebody else that names us, as it stands on the platform. */
export interface Comment {
  readonly ref: Ref;
  readonly kind: 'comment' | 'message' | 'mention';
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
  /** Why one part of the source could not be read this time; `items` has what could. */
  readonly failed?: ChannelFailure | null;
}

/** Where to go on: the cursor of the last page and our posts whose comments are wanted, newest first. */
export interface PullFrom {
  readonly cursor: string | null;
  readonly posts: readonly Ref[];
}

/** What a platform pushed to /push/<account id>, as it came; how it is taken: push-routes.ts, take-push.ts, inbox.ts. */
export interface PushedMessage {
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, string>>;
  readonly type: string;
  readonly body: string;
  readonly now: Date;
}

/** What a push meant: the answer the platform wants at once, and what it told. */
export interface Received {
  readonly answer: { readonly status: number; readonly type: string; readonly body: string };
  /** The same whenever the platform sends this very push again; null where there is nothing to keep of it. */
  readonly key: string | null;
  readonly comments: readonly Comment[];
  /** News of accepted orders by their ticket. */
  readonly sightings: readonly { readonly ticket: string; readonly sighting: Sighting }[];
}
