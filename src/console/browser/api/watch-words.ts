/** Watch words: by which words entries of hot lists become topics. */
import { api } from './client.ts';

export interface WatchRule {
  readonly name: string;
  readonly any: readonly string[];
  readonly must: readonly string[];
  readonly never: readonly string[];
  readonly needsPlace: boolean;
}

export interface WatchWord extends WatchRule {
  readonly id: string;
  readonly isOn: boolean;
  readonly source: 'file' | 'staff';
  /** Null for one of the file. */
  readonly revision: number | null;
  readonly by: string | null;
  readonly createdAt: string | null;
}

export interface Tried {
  readonly looked: number;
  readonly caught: readonly {
    readonly signal: string;
    readonly title: string;
    readonly topic: string | null;
    readonly reason: string;
  }[];
}

interface Seen {
  readonly id: string;
  readonly revision: number | null;
}

const of = ({ id }: Seen, more = '') => `/api/watch-words/${encodeURIComponent(id)}${more}`;

export const watchWordsApi = {
  list: (signal?: AbortSignal) =>
    api.get<{ items: readonly WatchWord[]; places: readonly string[] }>('/api/watch-words', {}, signal),
  add: (rule: WatchRule) => api.post<WatchWord>('/api/watch-words', rule),
  change: (seen: Seen, change: Partial<WatchRule> & { isOn?: boolean }) =>
    api.patch<WatchWord>(of(seen), { revision: seen.revision, ...change }),
  remove: (seen: Seen) => api.delete<{ id: string; revision: number }>(`${of(seen)}?revision=${seen.revision}`),
  restore: (seen: Seen) => api.post<WatchWord>(of(seen, '/restore'), { revision: seen.revision }),
  /** What it would catch among the latest entries; saves nothing. */
  try: (rule: WatchRule) => api.post<Tried>('/api/watch-words/try', { rule }),
};
