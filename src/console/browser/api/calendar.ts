/** Working days and what is left of quotas, for the schedule. */
import { api } from './client.ts';

export interface CalendarDay {
  readonly day: string;
  readonly works: boolean;
  readonly special: 'holiday' | 'make-up' | null;
}

export interface Quota {
  /** Which acts use it up. */
  readonly actions: readonly string[];
  readonly name: string;
  readonly limit: number;
  readonly left: number;
  readonly per: 'minute' | 'hour' | 'day' | 'month';
  readonly waiting: number;
}

export const calendarApi = {
  days: (from: string, to: string, signal?: AbortSignal) =>
    api.get<{
      readonly items: readonly CalendarDay[];
      readonly sources: readonly { readonly year: number; readonly source: string; readonly provisional: boolean }[];
    }>('/api/calendar', { from, to }, signal),
  quotas: async (account: string, signal?: AbortSignal) =>
    (await api.get<{ items: readonly Quota[] }>(`/api/accounts/${account}/quotas`, undefined, signal)).items,
};
