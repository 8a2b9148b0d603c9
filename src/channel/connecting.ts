/** What a person does for an account on the platform's page, and what the platform counts. Part of the contract (contract.ts). */
import type { Attempt } from './contract.ts';

/**
 * Lets a person give us the right to act for the account, on the platform's own page (OAuth 2.0, RFC 6749 section 4.1).
 * `returnTo` is where that page sends people back to, unless the account's settings name another address.
 */
export interface Connecting {
  /** The platform's page; it comes back with a code and the same state. */
  pageFor(asked: { readonly state: string; readonly returnTo: string }): string;
  /** Exchanges the code, checks whose account it is and keeps the token in the vault. Once only. */
  take(given: { readonly code: string; readonly returnTo: string }, attempt: Attempt): Promise<Connected>;
}

export interface Connected {
  /** When the authorisation ends unless a person gives it again; null for never. */
  readonly endsAt: Date | null;
}

/** How much of something the platform counts is used; Chinese name. */
export interface Allowance {
  readonly what: string;
  readonly most: number;
  readonly used: number;
  /** When it is counted anew. */
  readonly until: Date;
}
