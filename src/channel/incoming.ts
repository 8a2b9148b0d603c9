/** What comes in from a platform: comments and messages, pulled or pushed, and news of orders. Part of the contract (contract.ts). */
import type { Ref } from './contract.ts';
import type { ChannelFailure } from './failure.ts';
import type { Sighting } from './sighting.ts';

/** A comment, a message, or a post of somebody else that names us, as it stands on the platform. */
export interface Comment {
  readonly ref: Ref;
  readonly kind: 'comment' | 'message' | 'mention' | 'case';
  /** The post of ours it stands under, or null. */
  readonly post: Ref | null;
  /** The writer's id on the platform and the name shown; '' when the platform tells none. */
  readonly author: { readonly id: string; readonly name: string };
  readonly text: string;
  /** The sender's time, not ours. */
  readonly writtenAt: Date;
  /** Whether an answer of the account stands under it, whoever gave it; absent where the platform does not tell. */
  readonly isAnswered?: boolean;
  /** How many liked it, as it stands; absent where the platform does not tell. */
  readonly likes?: number;
  /** Absent where there never is one. */
  readonly title?: string | null;
  /** As the platform told it, where that is more than the fields here; never what reaches a person. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** How the writer can be reached. */
  readonly contact?: { readonly name: string; readonly phone: string; readonly mail: string; readonly address: string };
  /** Of a case: how far the hotline has got with it. */
  readonly case?: CaseSteps;
}

/** What a hotline did with a case, so far. */
export interface CaseSteps {
  readonly acceptedAt: Date;
  readonly assignedAt: Date | null;
  readonly closedAt: Date | null;
  /** Whether it was closed in time, by the hotline's own word; null while nobody says. */
  readonly onTime: boolean | null;
  /** The unit it was assigned to, and its kind, in the hotline's words; '' for none. */
  readonly unit: string;
  readonly category: string;
}

/** One page, oldest first. `cursor` is kept by the caller and given back; `more` asks for another call now. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
  readonly more: boolean;
  /** Why one part of the source could not be read this time; `items` has what could. */
  readonly failed?: ChannelFailure | null;
  /** Given before and told once more, where it says how many like it now; absent for none. */
  readonly again?: readonly { readonly ref: Ref; readonly likes: number }[];
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

/** A push that was checked and opened: the answer the platform wants at once, and what is kept of it until it is read. */
export interface Received {
  readonly answer: { readonly status: number; readonly type: string; readonly body: string };
  /** The same whenever the platform sends this very push again; null where there is nothing to keep of it. */
  readonly key: string | null;
  /** What it says, for Doorway.readPushed(); '' where nothing is kept. */
  readonly body: string;
  /** Whether a person may be found or reached by what it says: then it is sealed while it waits. */
  readonly reaches: boolean;
  /** The answer that shows these words to who wrote; null for words it cannot carry. Missing where an answer shows nobody anything. */
  readonly answerSaying?: (words: string) => Received['answer'] | null;
}

/** What a push meant. */
export interface Told {
  readonly comments: readonly Comment[];
  /** News of accepted orders by their ticket. */
  readonly sightings: readonly { readonly ticket: string; readonly sighting: Sighting }[];
}
