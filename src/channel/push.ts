/** What platforms push, before and after an adapter has read it. How it is taken: push-routes.ts, take-push.ts, inbox.ts. */
import type { Comment, Sighting } from './contract.ts';

/** What a platform pushed to /push/<account id>, as it came. */
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
