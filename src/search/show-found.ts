/** What was found, as JSON. */
import { z } from 'zod';
import type { Hit } from './find.ts';
import type { Suggestion } from './open-search.ts';
import { foundKindNames, type SearchRow } from './search-row.ts';

const marks = z.array(z.object({ text: z.string(), hit: z.boolean() })).describe('依次相接的文字片段；hit 为命中处');

const rowShape = {
  id: z.string(),
  kind: z.enum(['release', 'answer']),
  kindName: z.string(),
  /** Release id, reply id, or that of an earlier answer. */
  of: z.string().describe('发布件、回应或历史答复的编号'),
  column: z.string().nullable(),
  at: z.date().describe('发布或答复的时间'),
  path: z.string().nullable().describe('本站网址的路径'),
  topic: z.string().nullable(),
  means: z.string().nullable().describe('答复方式或单位'),
};

export const foundAnswer = z.object({
  items: z.array(z.object({ ...rowShape, title: marks, passage: marks })),
  total: z.number(),
  isLoose: z.boolean().describe('没有完全相符的，所列为部分相符'),
  next: z.number().nullable().describe('下一页的 skip'),
});

const suggestion = z.object({
  ...rowShape,
  title: z.string(),
  question: z.string().describe('当时的来信；发布件为空'),
  text: z.string().describe('答复全文；发布件为正文'),
  passage: marks,
  reason: z.string().describe('如：同提：公积金、异地贷款'),
});

export const suggestionsAnswer = z.object({ answers: z.array(suggestion), releases: z.array(suggestion) });

/** Characters of a release shown beside a topic: the rest is at its page. */
const MOST_SHOWN = 5_000;

export function showHit({ row, title, passage }: Hit) {
  return { ...showRow(row), title, passage };
}

export function showSuggestion({ row, passage, shared }: Suggestion) {
  const isAnswer = row.kind === 'answer';
  return {
    ...showRow(row),
    ...{
      title: row.title,
      question: isAnswer ? row.body : '',
      text: (isAnswer ? row.answer : row.body).slice(0, MOST_SHOWN),
    },
    ...{ passage, reason: `同提：${shared.join('、')}` },
  };
}

function showRow({ _id, kind, column, at, path, topic, means }: SearchRow) {
  const of = _id.slice(_id.indexOf(':') + 1);
  return { id: _id, kind, kindName: foundKindNames[kind], of, column, at, path, topic, means };
}
