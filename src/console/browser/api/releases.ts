/** Releases as the API shows them, and the steps of the review chain. */
import type { FieldProblem } from '../../../errors.ts';
import type { ReleaseText } from '../../../release/release.ts';
import type { showRelease, showRow } from '../../../release/show-release.ts';
import { api } from './client.ts';
import type { Delivery } from './deliveries.ts';
import type { Json, Listed } from './json.ts';

export type ReleaseRow = Json<Omit<ReturnType<typeof showRow>, 'body'>>;
export type Release = Json<ReturnType<typeof showRelease>>;
export type ReleaseState = ReleaseRow['state'];

/** The catalogue fields as the site will show them. */
export type Filed = Release['filed'];

export interface WholeRelease extends Release {
  /** 索引号, once the site has given it one. */
  readonly index: string | null;
  readonly deliveries: readonly Delivery[];
}

export interface Piece {
  readonly account: string;
  readonly fits: boolean;
  readonly misfits?: readonly FieldProblem[];
  readonly preview?: {
    readonly title: string;
    readonly html: string;
    readonly text: string;
    readonly notes: readonly string[];
  };
}

export interface Preview {
  readonly pieces: readonly Piece[];
  readonly warnings: readonly FieldProblem[];
  /** Only of a text that is tried out. */
  readonly filed?: Filed;
}

export interface Outlook {
  readonly account: string;
  readonly actionName: string;
  readonly why: string;
}

export interface Comment {
  readonly id: string;
  readonly revision: number;
  readonly by: string;
  readonly at: string;
  readonly text: string;
  readonly quote: string;
  readonly settled: { readonly by: string; readonly at: string } | null;
}

export interface RevisionRow {
  readonly revision: number;
  readonly by: string;
  readonly at: string;
  readonly approved: boolean;
  readonly title: string;
}

export type Revision = Omit<RevisionRow, 'title'> & Json<ReleaseText> & Pick<Release, 'filed'>;

export interface Copies {
  readonly mine: {
    readonly revision: number;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly at: string;
  } | null;
  readonly others: readonly { readonly by: string; readonly at: string; readonly writing: boolean }[];
}

export interface MissingInterpretation {
  readonly release: string;
  readonly title: string;
  readonly publishedAt: string;
  readonly dueAt: string;
  readonly passed: boolean;
  readonly draft: { readonly id: string; readonly title: string; readonly state: string } | null;
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

type Input = Readonly<Record<string, unknown>>;

export const releasesApi = {
  list: (query: Readonly<Record<string, string | number | null>>, signal?: AbortSignal) =>
    api.get<Listed<ReleaseRow>>('/api/releases', { limit: 40, ...query }, signal),
  get: (id: string, signal?: AbortSignal) => api.get<WholeRelease>(`/api/releases/${id}`, undefined, signal),
  draft: (input: Input) => api.post<Release>('/api/releases', input),
  edit: (id: string, input: Input) => api.patch<Release>(`/api/releases/${id}`, input),
  step: (id: string, name: string, input: Input) => api.post<Release>(`/api/releases/${id}/${name}`, input),
  preview: (id: string, signal?: AbortSignal) => api.get<Preview>(`/api/releases/${id}/preview`, undefined, signal),
  /** On the phone of one person, before it goes out; `to` as the platform knows them. */
  show: (id: string, input: { readonly account: string; readonly to: string }) =>
    api.post<{ readonly account: string; readonly revision: number }>(`/api/releases/${id}/preview`, input),
  tryOut: (input: Input) => api.post<Preview>('/api/preview', input),
  outlook: async (id: string, act: 'publish' | 'withdraw') =>
    (await api.get<{ items: readonly Outlook[] }>(`/api/releases/${id}/outlook`, { act })).items,
  comments: async (id: string, signal?: AbortSignal) =>
    (await api.get<{ items: readonly Comment[] }>(`/api/releases/${id}/comments`, undefined, signal)).items,
  comment: (id: string, input: Input) => api.post<Comment>(`/api/releases/${id}/comments`, input),
  settle: (id: string, comment: string, settled: boolean) =>
    api.patch<Comment>(`/api/releases/${id}/comments/${comment}`, { settled }),
  revisions: async (id: string, signal?: AbortSignal) =>
    (await api.get<{ items: readonly RevisionRow[] }>(`/api/releases/${id}/revisions`, undefined, signal)).items,
  revision: (id: string, revision: number) => api.get<Revision>(`/api/releases/${id}/revisions/${revision}`),
  /** The titles of these, by id; of those that can be read. */
  titles: async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const read = async (id: string) => [id, (await releasesApi.get(id).catch(() => null))?.title ?? id] as const;
    return new Map(await Promise.all([...new Set(ids)].map(read)));
  },
  copies: (id: string) => api.get<Copies>(`/api/releases/${id}/copies`),
  keepCopy: (id: string, revision: number, fields: Input | null) =>
    api.put<Copies>(`/api/releases/${id}/copies`, { revision, fields }),
  dropCopy: (id: string) => api.delete(`/api/releases/${id}/copies`),
  missing: (signal?: AbortSignal) =>
    api.get<{ workingDays: number; items: readonly MissingInterpretation[] }>(
      '/api/interpretations/missing',
      undefined,
      signal,
    ),
};

export const mediaApi = {
  picture: (file: Blob) => api.upload<{ id: string; url: string }>('/api/media', file),
  attachment: (file: File) =>
    api.upload<{ media: string; name: string; bytes: number }>('/api/attachments', file, {
      name: file.name.slice(0, 100),
    }),
  readDocx: (file: File) =>
    api.upload<{ title: string; body: string; notes: readonly string[] }>('/api/documents/read', file),
};
