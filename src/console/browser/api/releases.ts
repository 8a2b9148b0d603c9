/** Releases as the API shows them. */
import type { showRelease, showRow } from '../../../release/show-release.ts';
import { api } from './client.ts';
import type { Delivery } from './deliveries.ts';
import type { Json, Listed } from './json.ts';

export type ReleaseRow = Json<Omit<ReturnType<typeof showRow>, 'body'>>;
export type Release = Json<ReturnType<typeof showRelease>>;
export type ReleaseState = ReleaseRow['state'];

export interface WholeRelease extends Release {
  readonly deliveries: readonly Delivery[];
}

export const releaseStateWords: Readonly<Record<ReleaseState, string>> = {
  draft: '草稿',
  submitted: '待审核',
  reviewed: '待签发',
  approved: '已签发',
  withdrawn: '已撤回',
};

export const kindWords: Readonly<Record<ReleaseRow['kind'], string>> = {
  announcement: '公告',
  interpretation: '解读',
  response: '回应关切',
};

export function releaseLook(state: ReleaseState): string {
  return { draft: '', submitted: 'live', reviewed: 'live', approved: 'good', withdrawn: 'bad' }[state];
}

export const releasesApi = {
  list: (query: Readonly<Record<string, string | number | null>>, signal?: AbortSignal) =>
    api.get<Listed<ReleaseRow>>('/api/releases', { limit: 40, ...query }, signal),
  get: (id: string, signal?: AbortSignal) => api.get<WholeRelease>(`/api/releases/${id}`, undefined, signal),
};
