/** Files of messages brought in: uploaded, their columns told, followed, taken back. */
import type { Outlook as UndoOutlook } from '../../../import/outlook.ts';
import type { showImport } from '../../../import/show-import.ts';
import { api } from './client.ts';
import type { Json, Listed } from './json.ts';

export type Import = Json<ReturnType<typeof showImport>>;
export type Outlook = Json<UndoOutlook>;

/** What a column may mean. */
export interface ImportField {
  readonly id: string;
  readonly name: string;
  /** Kept sealed, shown to whoever handles the case. */
  readonly isContact: boolean;
}

export interface RefusedRow {
  readonly row: number;
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

export interface KeptSignal {
  readonly signal: string;
  readonly topic: string | null;
  readonly why: string;
}

export interface Run {
  readonly account: string;
  readonly kind: string;
  /** Field → heading of its column. */
  readonly columns: Readonly<Record<string, string>>;
  readonly partial: boolean;
  readonly save: boolean;
}

type Asked = Readonly<Record<string, string | null>>;

const of = (id: string, more = '') => `/api/imports/${encodeURIComponent(id)}${more}`;

export const importsApi = {
  list: (query: Asked, signal?: AbortSignal) => api.get<Listed<Import>>('/api/imports', query, signal),
  get: (id: string, signal?: AbortSignal) => api.get<Import>(of(id), {}, signal),
  fields: () => api.get<{ items: readonly ImportField[] }>('/api/imports/fields'),
  /** As bytes, whatever the browser takes the file for: the service looks into it. */
  upload: (file: File) =>
    api.upload<Import>('/api/imports', new Blob([file], { type: 'application/octet-stream' }), { name: file.name }),
  run: (id: string, run: Run) => api.post<Import>(of(id, '/run'), run),
  discard: (id: string) => api.delete(of(id)),
  outlook: (id: string) => api.get<Outlook>(of(id, '/undo')),
  undo: (id: string) => api.act<Import>(of(id, '/undo')),
  errors: (id: string, query: Asked, signal?: AbortSignal) =>
    api.get<Listed<RefusedRow>>(of(id, '/errors'), query, signal),
  kept: (id: string, query: Asked, signal?: AbortSignal) => api.get<Listed<KeptSignal>>(of(id, '/kept'), query, signal),
};

/** Where the refused rows are had as a table. */
export const errorsAddress = (id: string) => of(id, '/errors?format=csv');

/** State → 界面, in the order an import goes through them. */
export const importStateWords = {
  ready: '待确认',
  checking: '检查中',
  taking: '导入中',
  refused: '有不合格的行，未导入',
  failed: '文件读不下去',
  done: '已导入',
  undoing: '撤销中',
  undone: '已撤销',
} as const satisfies Readonly<Record<Import['state'], string>>;

const LOOKS: Readonly<Record<Import['state'], string>> = {
  ready: 'warn',
  checking: 'live',
  taking: 'live',
  refused: 'bad',
  failed: 'bad',
  done: 'good',
  undoing: 'live',
  undone: '',
};

export const importLook = (state: Import['state']) => LOOKS[state];

/** A person has still to say what its columns mean. */
export const isWaiting = ({ state, fileKept }: Import) => fileKept && ['ready', 'refused', 'failed'].includes(state);

/** What may be imported; the words are those of src/signal/signal.ts. */
export const importKindWords = {
  message: '留言',
  letter: '来信',
  case: '工单',
  comment: '评论',
  mention: '提及',
  request: '依申请公开',
  correction: '网站纠错',
} as const;
