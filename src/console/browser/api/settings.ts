/** What the installation is set to, and the automatic answers that staff keep. */
import type { ShownSource } from '../../../signal/show-source.ts';
import { api } from './client.ts';
import type { Json, Listed } from './json.ts';

export type Source = Json<ShownSource> & {
  /** What has waited longest to be sorted. */
  readonly oldestUnsorted: { readonly writtenAt: string; readonly receivedAt: string } | null;
};

export interface Rules {
  readonly readAt: string;
  readonly problem: string | null;
  readonly years: readonly { readonly year: number; readonly source: string; readonly provisional: boolean }[];
  readonly changed?: number;
}

export interface Column {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly parent?: string;
}

export interface UnitWords {
  readonly id: string;
  readonly name: string;
  readonly kindName: string;
  readonly words: readonly string[];
}

export interface AutoAnswer {
  readonly id: string;
  readonly use: 'receipt' | 'keyword';
  readonly useName: string;
  readonly account: string;
  readonly kinds: readonly string[];
  readonly match: {
    readonly how: 'exact' | 'contains';
    readonly howName: string;
    readonly words: readonly string[];
  } | null;
  readonly text: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly isOn: boolean;
  readonly revision: number;
  readonly writers: readonly string[];
  readonly approval: { readonly by: string; readonly at: string } | null;
  readonly holds: boolean;
}

type Seen = Pick<AutoAnswer, 'id' | 'revision'>;
const step = ({ id, revision }: Seen, name: string, more: object = {}) =>
  api.post<AutoAnswer>(`/api/auto-answers/${encodeURIComponent(id)}/${name}`, { revision, ...more });

export const settingsApi = {
  rules: (signal?: AbortSignal) => api.get<Rules>('/api/rules', {}, signal),
  reload: () => api.act<Rules>('/api/rules/reload'),
  columns: () => api.get<{ items: readonly Column[] }>('/api/columns'),
  units: () => api.get<{ items: readonly UnitWords[] }>('/api/units'),
  sources: (signal?: AbortSignal) => api.get<{ items: readonly Source[] }>('/api/sources', {}, signal),
};

export const autoAnswersApi = {
  list: (signal?: AbortSignal) => api.get<Listed<AutoAnswer>>('/api/auto-answers', { limit: 100 }, signal),
  write: (rule: object) => api.post<AutoAnswer>('/api/auto-answers', rule),
  approve: (rule: Seen) => step(rule, 'approve'),
  turn: (rule: Seen, isOn: boolean) => step(rule, 'switch', { isOn }),
};
