/** 民意征集 and 网上调查 as staff make and follow them; times are Beijing's. */
import type { Consultation as Kept, Inquiry as KeptInquiry } from '../../../interaction/consultation.ts';
import { api } from './client.ts';
import type { Json, Listed } from './json.ts';

export type Inquiry = Json<KeptInquiry>;
export type Consultation = Json<Omit<Kept, '_id' | 'unposted'>> & {
  readonly id: string;
  readonly kindName: string;
  readonly stateName: string;
  /** On our own site; null for a draft. */
  readonly url: string | null;
};

export interface Counted extends Consultation {
  readonly counted: {
    readonly total: number;
    /** By choice, and how many said anything: the denominator. */
    readonly inquiries: readonly {
      readonly inquiry: Inquiry;
      readonly counts: readonly number[];
      readonly answered: number;
    }[];
  };
}

export interface AnswerRow {
  readonly at: string;
  readonly replies: readonly (readonly string[])[];
}

export type ConsultationText = Pick<Consultation, 'kind' | 'title' | 'intro' | 'inquiries' | 'from' | 'to'>;

const at = (id: string) => `/api/consultations/${encodeURIComponent(id)}`;

export const consultationsApi = {
  list: (query: { cursor: string | null }, signal?: AbortSignal) =>
    api.get<Listed<Consultation>>('/api/consultations', { limit: 50, ...query }, signal),
  get: (id: string, signal?: AbortSignal) => api.get<Counted>(at(id), {}, signal),
  answers: (id: string, cursor: string | null, signal?: AbortSignal) =>
    api.get<Listed<AnswerRow>>(`${at(id)}/answers`, { limit: 50, cursor }, signal),
  draft: (text: ConsultationText) => api.post<Consultation>('/api/consultations', text),
  approve: ({ id, revision }: Consultation) => api.post<Consultation>(`${at(id)}/approve`, { revision }),
  publish: ({ id, revision }: Consultation, text: string) =>
    api.post<Consultation>(`${at(id)}/outcome`, { revision, text }),
};

/** How a question is answered → 界面. */
export const inquiryTypes = { single: '单选', multiple: '多选', text: '填写' } as const;

/** Where a consultation stands at `now`, as its state and its time say together. */
export function standingOf({ state, from, to, stateName }: Consultation, now: Date): { words: string; chip: string } {
  if (state !== 'open') return { words: stateName, chip: state === 'draft' ? 'warn' : 'good' };
  if (now < new Date(from)) return { words: '未到开始时间', chip: '' };
  if (now < new Date(to)) return { words: '进行中', chip: 'good' };
  return { words: '已截止，待公布结果', chip: 'warn' };
}
