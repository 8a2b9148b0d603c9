/** Figures, the tables made of them, closings and entries, as the API tells them. */
import type { EntryChoice } from '../../../entry/entry-choices.ts';
import type { EntryKind } from '../../../entry/entry-kinds.ts';
import type { Figure } from '../../../statistics/figure.ts';
import type { FilledRow } from '../../../statistics/fill-table.ts';
import type { ShownClosing } from '../../../statistics/show-closing.ts';
import type { Grid } from '../../../statistics/table.ts';
import { api } from './client.ts';
import type { Json, Listed } from './json.ts';
import type { Line } from './ledger.ts';

export type { EntryChoice, EntryKind, Figure, FilledRow, Grid };
export type Closing = Json<ShownClosing>;

export interface Statistics {
  readonly period: string;
  readonly figures: readonly Figure[];
  readonly closing: Closing | null;
}

export interface Months {
  readonly months: readonly string[];
  readonly figures: readonly { readonly id: string; readonly title: string; readonly values: readonly number[] }[];
}

export interface TableHead {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly every: 'year' | 'month';
  readonly from: number;
  readonly to: number | null;
}

export interface WholeTable extends TableHead {
  readonly rule: string;
  readonly organiser: string;
  readonly countedAt: string;
  readonly closing: string;
  readonly grids?: readonly Grid[];
  readonly rows: readonly FilledRow[];
  readonly checks: readonly { readonly says: string; readonly holds: boolean }[];
}

/** 'before': all time before the period, for what is carried over into it. */
export type As = 'now' | 'closed' | 'restated' | 'before';

/** `lines` of a figure now or when it was closed; `added` and `dropped` of one that differs since. */
export interface Behind {
  readonly lines?: readonly Line[];
  readonly added?: readonly Line[];
  readonly dropped?: readonly Line[];
}

export interface Entry {
  readonly id: string;
  readonly kindTitle: string;
  readonly on: string;
  readonly count: number;
  readonly people: number | null;
  readonly amount: string | null;
  readonly title: string;
  readonly proof: string;
  readonly by: string;
  readonly at: string;
  readonly takenBack: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

const at = encodeURIComponent;

export const statisticsApi = {
  figures: (period: string, signal?: AbortSignal) => api.get<Statistics>('/api/statistics', { period }, signal),
  months: (year: string, signal?: AbortSignal) => api.get<Months>('/api/statistics/months', { year }, signal),
  lines: (figure: string, period: string, as: As, signal?: AbortSignal) =>
    api.get<Behind>(`/api/statistics/${at(figure)}/lines`, { period, as }, signal),
  tables: () => api.get<{ items: readonly TableHead[] }>('/api/statistics/tables'),
  table: (id: string, period: string, signal?: AbortSignal) =>
    api.get<WholeTable>(`/api/statistics/tables/${at(id)}`, { period }, signal),
  close: (period: string) => api.post<Closing>('/api/statistics/close', { period }),
  reopen: (period: string, reason: string) => api.post<Closing>('/api/statistics/reopen', { period, reason }),
  entries: (query: { kind: string; cursor: string | null }, signal?: AbortSignal) =>
    api.get<Listed<Entry>>('/api/entries', query, signal),
  entryKinds: () =>
    api.get<{ items: readonly EntryKind[]; choices: Record<string, EntryChoice> }>('/api/entries/kinds'),
  enter: (entry: object) => api.post<Entry>('/api/entries', entry),
  takeBack: (id: string, reason: string) => api.post<Entry>(`/api/entries/${at(id)}/take-back`, { reason }),
};

/** Where the table is had as a file. */
export function fileAddress(table: string, period: string, format: string): string {
  return `/api/statistics/tables/${at(table)}?period=${at(period)}&format=${format}`;
}
