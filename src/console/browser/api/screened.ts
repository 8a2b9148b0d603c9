/** Signals that rules have set aside, and those that were restored. */
import { api } from './client.ts';
import type { Listed } from './json.ts';
import type { Signal } from './topics.ts';

export interface ScreenedPage extends Listed<Signal> {
  readonly rules: readonly { readonly id: string; readonly name: string }[];
}

const act = (name: 'restore' | 'set-aside', { id }: Pick<Signal, 'id'>) =>
  api.post<Signal>(`/api/signals/${name}`, { signal: id });

export const screenedApi = {
  list: (query: Readonly<Record<string, string | null>>, signal?: AbortSignal) =>
    api.get<ScreenedPage>('/api/signals/screened', query, signal),
  restore: (signal: Pick<Signal, 'id'>) => act('restore', signal),
  /** Takes the restoring back. */
  setAside: (signal: Pick<Signal, 'id'>) => act('set-aside', signal),
};
