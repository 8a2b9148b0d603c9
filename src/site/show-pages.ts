/**
 * What the templates are given: words and addresses, nothing to be worked out. The frame around every page is in
 * site-frame.ts, the tags in page-tags.ts.
 */
import { toDay, toMinute } from '../clock.ts';
import { articlePath } from '../release/canonical-url.ts';
import { themeName } from '../release/catalogue.ts';
import { type Column, findColumn } from '../release/columns.ts';
import type { ShownFile } from './attachments.ts';
import { dressBody } from './dress-body.ts';
import type { Narrowing } from './find-pages.ts';
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

/** A page as a line of a catalogue. */
export function toEntry(page: PageRow) {
  const { article, index = '' } = page;
  return { ...toLink(page), index, number: article.number, written: article.writtenOn ?? '' };
}

/** Column id and page number make `/c/notices/` or `/c/notices/2.html`, a part of a catalogue `/c/documents/by/finance/2018/`. */
export function columnPath(id: string, page = 1, { theme, year }: Narrowing = { theme: null, year: null }): string {
  const part = theme === null && year === null ? '' : `by/${theme ?? 'all'}/${year ?? 'all'}/`;
  return `/c/${id}/${part}${page === 1 ? '' : `${page}.html`}`;
}

/** The columns above a page in it, the first level first. */
export function parentsOf(column: Column | null): readonly { readonly name: string; readonly href: string }[] {
  if (!column) return [];
  const above = column.parent === undefined ? [] : parentsOf(findColumn(column.parent));
  return [...above, { name: column.name, href: columnPath(column.id) }];
}

export interface ArticleLinks {
  readonly attachments: readonly ShownFile[];
  /** The document this page interprets, when it is on the site. */
  readonly document: PageRow | null;
  readonly interpretations: readonly PageRow[];
  readonly earlier: PageRow | null;
  readonly later: PageRow | null;
}

/** A comment of the public, with the answers to it. */
export function showComment({ author, text, at, answers }: ShownComment) {
  const lines = (words: string) => words.split('\n');
  const answered = answers.map((answer) => ({ lines: lines(answer.text), at: toMinute(answer.at) }));
  return { author, lines: lines(text), at: toMinute(at), answers: answered };
}

export function showArticle(page: PageRow, { attachments, document, interpretations, earlier, later }: ArticleLinks) {
  const { _id, article, corrections, publishedAt } = page;
  return {
    id: _id,
    path: articlePath(_id),
    title: article.title,
    html: dressBody(article.body),
    published: toMinute(publishedAt),
    source: article.source,
    fields: listFields(page),
    corrections: corrections.map(({ note, at }) => ({ note, at: toMinute(at) })),
    attachments,
    document: document && toLink(document),
    interpretations: interpretations.map(toLink),
    earlier: earlier && toLink(earlier),
    later: later && toLink(later),
    parents: parentsOf(findColumn(page.column)),
  };
}

export function showWithdrawn({ column, publishedAt, withdrawn }: PageRow) {
  return {
    published: toMinute(publishedAt),
    reason: withdrawn?.reason ?? '',
    at: withdrawn ? toMinute(withdrawn.at) : '',
    parents: parentsOf(findColumn(column)),
  };
}

/** Catalogue fields of a disclosed document (domain of 政府信息公开目录); those without a value are left out. */
function listFields({ article, column, publishedAt, index = '', catalogue }: PageRow): Field[] {
  const isCatalogue = findColumn(column)?.isCatalogue ?? false;
  const filed = isCatalogue && catalogue ? catalogue : null;
  const fields = [
    { name: '索引号', value: isCatalogue ? index : '' },
    { name: '主题分类', value: filed ? themeName(filed.theme) : '' },
    { name: '体裁', value: filed?.genre ?? '' },
    { name: '发布机构', value: filed?.issuer ?? '' },
    { name: '发文字号', value: article.number },
    { name: '成文日期', value: article.writtenOn ?? '' },
    { name: '发布日期', value: toDay(publishedAt) },
    { name: '有效性', value: filed?.validity ?? '' },
    { name: '来源', value: article.source },
    { name: '作者', value: article.author },
    { name: '公开属性', value: article.disclosure },
    { name: '所属栏目', value: findColumn(column)?.name ?? '' },
  ];
  return fields.filter(({ value }) => value !== '');
}
