/**
 * What the templates are given: words and addresses, nothing to be worked out. The frame around every page is in
 * site-frame.ts, the tags in page-tags.ts.
 */
import { toDay, toMinute } from '../clock.ts';
import { articlePath } from '../release/canonical-url.ts';
import { type Column, findColumn } from '../release/columns.ts';
import type { PageRow } from './page-store.ts';
import type { ShownComment } from './pages.ts';

export interface Link {
  readonly title: string;
  readonly href: string;
  readonly day: string;
}

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** A page as a line of a list. */
export function toLink({ _id, article, publishedAt }: PageRow): Link {
  return { title: article.title, href: articlePath(_id), day: toDay(publishedAt) };
}

/** Column id and page number make `/c/notices/` or `/c/notices/2.html`. */
export function columnPath(id: string, page = 1): string {
  return page === 1 ? `/c/${id}/` : `/c/${id}/${page}.html`;
}

export interface ArticleLinks {
  /** The document this page interprets, when it is on the site. */
  readonly document: PageRow | null;
  readonly interpretations: readonly PageRow[];
}

/** A comment of the public, with the answers to it. */
export function showComment({ author, text, at, answers }: ShownComment) {
  const lines = (words: string) => words.split('\n');
  const answered = answers.map((answer) => ({ lines: lines(answer.text), at: toMinute(answer.at) }));
  return { author, lines: lines(text), at: toMinute(at), answers: answered };
}

export function showArticle(page: PageRow, { document, interpretations }: ArticleLinks) {
  const { _id, article, corrections, publishedAt } = page;
  return {
    id: _id,
    path: articlePath(_id),
    title: article.title,
    html: article.body,
    published: toMinute(publishedAt),
    source: article.source,
    fields: listFields(page),
    corrections: corrections.map(({ note, at }) => ({ note, at: toMinute(at) })),
    attachments: (article.attachments ?? []).map(({ media, name }) => ({ name, href: `/media/${media}` })),
    document: document && toLink(document),
    interpretations: interpretations.map(toLink),
    column: showColumn(findColumn(page.column)),
  };
}

export function showWithdrawn({ column, publishedAt, withdrawn }: PageRow) {
  return {
    published: toMinute(publishedAt),
    reason: withdrawn?.reason ?? '',
    at: withdrawn ? toMinute(withdrawn.at) : '',
    column: showColumn(findColumn(column)),
  };
}

/** Catalogue fields of a disclosed document (domain of 政府信息公开目录); those without a value are left out. */
function listFields({ article, column, publishedAt }: PageRow): Field[] {
  const fields = [
    { name: '发文字号', value: article.number },
    { name: '成文日期', value: article.writtenOn ?? '' },
    { name: '发布日期', value: toDay(publishedAt) },
    { name: '来源', value: article.source },
    { name: '作者', value: article.author },
    { name: '公开属性', value: article.disclosure },
    { name: '所属栏目', value: findColumn(column)?.name ?? '' },
  ];
  return fields.filter(({ value }) => value !== '');
}

function showColumn(column: Column | null) {
  return column && { name: column.name, href: columnPath(column.id) };
}
