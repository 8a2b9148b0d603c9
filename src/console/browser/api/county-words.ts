/** The county's own words: what was found in the messages, and what staff say about it. */
import { api } from './client.ts';
import type { Listed } from './json.ts';

export interface CountyWord {
  readonly word: string;
  readonly kind: 'name' | 'term';
  readonly state: 'found' | 'added' | 'ignored';
  /** How many messages speak of it, at the latest count. */
  readonly count: number;
  readonly foundAt: string;
  readonly by: string | null;
}

const of = (word: string) => `/api/words/${encodeURIComponent(word)}`;

export const countyWordsApi = {
  list: (query: Readonly<Record<string, string | null>>, signal?: AbortSignal) =>
    api.get<Listed<CountyWord>>('/api/words', query, signal),
  say: (word: string, said: Pick<CountyWord, 'state' | 'kind'>) => api.put<CountyWord>(of(word), said),
  /** What was said of it no longer counts. */
  unsay: (word: string) => api.delete<{ word: string }>(of(word)),
};

export const wordKindWords = { name: '名称', term: '用语' } as const;
