/**
 * One go at connecting an account: a person leaves for the platform's page with a state and comes back with it. The state is
 * drawn here, bound to the person's session, good for some minutes and once; only its digest is kept.
 */
import { minutes } from '../clock.ts';
import type { Telling } from '../ledger/line.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';

export interface Connection extends Telling {
  /** Digest of the state. */
  readonly _id: string;
  readonly account: string;
  /** Digest of the session's token. */
  readonly session: string;
  /** Staff id. */
  readonly by: string;
  /** Until when the state is good. */
  readonly goodUntil: Date;
  readonly usedAt: Date | null;
  /** When the platform gave the authorisation, and when that ends; null for never. */
  readonly connectedAt: Date | null;
  readonly endsAt: Date | null;
}

/** Time to log in on the platform and to agree there. */
export const STATE_MS = minutes(10);

const CONNECTIONS = 'connections';

export const connectionIndexes: readonly IndexDeclaration[] = [
  { collection: CONNECTIONS, keys: { connectedAt: 1, goodUntil: 1 }, serves: 'which goes led nowhere and are over?' },
  { collection: CONNECTIONS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

export function connectionsOf(db: Database): Collection<Connection> {
  return db.collection<Connection>(CONNECTIONS);
}
