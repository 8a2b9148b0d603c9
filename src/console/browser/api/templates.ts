/** Beginnings of replies, by class and matter, as staff keep them. */
import type { Template as Kept } from '../../../reply/template.ts';
import { api } from './client.ts';
import type { Json } from './json.ts';

export type ReplyTemplate = Json<Omit<Kept, '_id' | 'unposted'>> & { readonly id: string };
export type TemplateText = Pick<ReplyTemplate, 'name' | 'class' | 'matter' | 'text'>;

export const templatesApi = {
  list: (signal?: AbortSignal) => api.get<{ items: readonly ReplyTemplate[] }>('/api/reply-templates', {}, signal),
  make: (text: TemplateText) => api.post<ReplyTemplate>('/api/reply-templates', text),
  change: (seen: ReplyTemplate, change: Partial<TemplateText> & { isRetired?: boolean }) =>
    api.patch<ReplyTemplate>(`/api/reply-templates/${encodeURIComponent(seen.id)}`, {
      revision: seen.revision,
      ...change,
    }),
};

/** What is filled in by itself; the words are those of src/reply/template.ts and wording.ts. */
export const placeholderWords = {
  称呼: '来信人的称呼',
  编号: '受理编号',
  事项: '事项标题',
  单位: '承办单位',
  日期: '今天的日期',
} as const;
