/** The accounts, asked once and kept: their names stand on every page. */
import { shallowRef } from 'vue';
import { api } from './client.ts';

export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly remedy: string | null;
}

export interface Account {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly canonical: boolean;
  readonly configured: boolean;
  /** What can be done there: publish, revise, withdraw, preview … */
  readonly can: readonly string[];
  /** JSON Schema of what may be chosen for one publication, or null. */
  readonly choices: { readonly properties?: Readonly<Record<string, ChoiceSchema>> } | null;
  readonly checkup: { readonly at: string; readonly findings: readonly Finding[] } | null;
  readonly authorisation: {
    readonly byConnecting: boolean;
    readonly endsAt: string | null;
    readonly daysLeft: number | null;
    readonly warning: string | null;
  };
  readonly allowances: readonly { readonly what: string; readonly used: number; readonly of: number }[];
}

export interface ChoiceSchema {
  readonly description?: string;
  readonly default?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

const kept = shallowRef<readonly Account[]>([]);
let isAsked = false;

/** All accounts; empty until they came. Reactive. */
export function useAccounts() {
  if (!isAsked) void readAccounts();
  return kept;
}

/** Asks anew; without an answer names stay ids, and the next page asks again. */
export async function readAccounts(): Promise<void> {
  isAsked = true;
  try {
    kept.value = (await api.get<{ items: readonly Account[] }>('/api/accounts')).items;
  } catch {
    isAsked = false;
  }
}

/** The account's name; its id until the names came. */
export function accountName(id: string): string {
  return kept.value.find((account) => account.id === id)?.name ?? id;
}
