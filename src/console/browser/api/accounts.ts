/** The accounts, asked once and kept: their names stand on every page. */
import { askOnce } from './ask-once.ts';
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
  /** How the names of its variables begin. */
  readonly prefix: string;
  readonly configured: boolean;
  /** What can be done there: publish, revise, withdraw, preview … */
  readonly can: readonly string[];
  /** JSON Schema of what may be chosen for one publication, or null. */
  readonly choices: { readonly properties?: Readonly<Record<string, ChoiceSchema>> } | null;
  /** Longest title (null for any), and how many texts one publication may carry; null where nothing is published. */
  readonly limits: { readonly title: number | null; readonly together: number } | null;
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
  /** What it is, for people. */
  readonly title?: string;
  /** Values in words; one with `asks` is the beginning of a value that goes on with what is typed. */
  readonly options?: readonly { readonly value: string; readonly title: string; readonly asks?: string }[];
  readonly description?: string;
  readonly default?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

const accounts = askOnce<readonly Account[]>(
  [],
  async () => (await api.get<{ items: readonly Account[] }>('/api/accounts')).items,
);

/** All accounts; empty until they came. Reactive. */
export const useAccounts = accounts.use;

/** Asks anew; without an answer names stay ids, and the next page asks again. */
export const readAccounts = accounts.read;

/** The account's name; its id until the names came. */
export function accountName(id: string): string {
  return accounts.kept.value.find((account) => account.id === id)?.name ?? id;
}

/** The schema of one choice of an account; undefined until the accounts came, or where it is no longer offered. */
export function choiceSchema(id: string, name: string): ChoiceSchema | undefined {
  return accounts.kept.value.find((account) => account.id === id)?.choices?.properties?.[name];
}

export const accountsApi = {
  /** Asks the platform now whether this one works. */
  check: (id: string) => api.act<Account>(`/api/accounts/${encodeURIComponent(id)}/check`),
};
