/** The ledger's seals: how the latest check went, the chain, and what somebody wrote down. */
import { api } from './client.ts';
import type { Listed } from './json.ts';
import type { Monitor } from './monitors.ts';

export interface Verified {
  readonly running: boolean;
  readonly scope: 'recent' | 'full' | null;
  /** Seals and lines of seals looked at so far, of `total` in a full check. */
  readonly checked: number;
  readonly total: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly fullAt: string | null;
  readonly outcome: string | null;
  /** null: not checked to the end. */
  readonly intact: boolean | null;
  readonly acknowledged: number;
  readonly unexplained: number;
  readonly head: { readonly number: number; readonly at: string; readonly hash: string } | null;
  readonly unsealed: number;
  readonly noted: { readonly number: number; readonly agrees: boolean } | null;
  readonly findings: Monitor['findings'];
}

export interface SealRow {
  readonly number: number;
  readonly at: string;
  readonly lines: number;
  readonly hash: string;
}

export interface Noted {
  readonly number: number;
  readonly hash: string;
}

export const sealsApi = {
  state: (signal?: AbortSignal) => api.get<Verified>('/api/ledger/verify', {}, signal),
  /** Answers when it is over, or after ten seconds while it goes on. */
  verify: (noted: Noted | null) => api.post<Verified>('/api/ledger/verify', noted ? { noted } : {}),
  list: (cursor: string | null, signal?: AbortSignal) =>
    api.get<Listed<SealRow>>('/api/ledger/seals', { cursor, limit: 20 }, signal),
  acknowledge: (input: { readonly seal: number; readonly lines: readonly string[]; readonly reason: string }) =>
    api.post('/api/ledger/acknowledge', input),
};
