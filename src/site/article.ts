/**
 * What a page of the public site shows of an announcement, as the website channel hands it over (plain JSON, ISO dates).
 * Where it is kept is page-store.ts; how it looks is show-article.ts.
 */
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { catalogueInput } from '../release/catalogue.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const articleSchema = z.object({
  kind: z.enum(['announcement', 'interpretation', 'response']),
  title: z.string().min(1),
  /** Sanitised when it was written (release/read-body.ts); shown as it is. */
  body: z.string().min(1),
  summary: z.string(),
  column: z.string(),
  disclosure: z.literal('主动公开'),
  number: z.string(),
  source: z.string(),
  author: z.string(),
  writtenOn: z.string().nullable(),
  /** Picture ids in order of appearance. */
  pictures: z.array(z.string()),
  attachments: z.array(z.object({ media: z.string(), name: z.string() })).default([]),
  catalogue: catalogueInput.default({}),
  /** Release id of the document this interprets, or null. */
  interprets: z.string().nullable(),
  publishedAt: instant,
  correction: z.object({ note: z.string(), at: instant }).nullable(),
});

export type Article = Readonly<z.infer<typeof articleSchema>>;

/** Throws Problem 'invalid-input' naming the first field that is wrong: a page half right is not published. */
export function readArticle(raw: Readonly<Record<string, unknown>>): Article {
  const { data, error } = articleSchema.safeParse(raw);
  if (data) return data;
  const field = error.issues[0]?.path.join('.') || 'article';
  throw invalid(field, '网站无法显示这一项', '请检查内容后重新提交');
}
