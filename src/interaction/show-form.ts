/** What the templates of forms are given: fields with what was typed, what is wrong, and how they hang together for a screen reader. */
import { columnTags } from '../site/page-tags.ts';
import type { Printed } from '../site/print-page.ts';
import type { About } from './article-about.ts';
import type { Asking, FormField, FormProblem, Values } from './form.ts';
import type { Question } from './question.ts';

export interface FilledForm {
  readonly values: Values;
  readonly problems: readonly FormProblem[];
  readonly question: Question;
  readonly about: About | null;
}

export const INTERACT = '/interact/';

export function formPath(id: string): string {
  return `${INTERACT}${id}/`;
}

/** Never kept by anybody, so it has no canonical address. */
export function showForm(
  form: Asking & { readonly action: string; readonly above?: { readonly name: string; readonly href: string } },
  { values, problems, question, about }: FilledForm,
): Printed {
  const { title, column, guide, fields, submit } = form;
  const content = {
    title,
    guide,
    action: form.action,
    above: form.above ?? null,
    submit,
    about,
    token: question.token,
    question: question.text,
    fields: fields.map((field) => showField(field, values, problems)),
    problems: problems.map((wrong) => ({ href: `#f-${wrong.field}`, text: inWords(wrong) })),
    wrongAnswer: problems
      .filter(({ field }) => field === 'answer')
      .map(inWords)
      .join(''),
  };
  const mark = problems.length > 0 ? '填写有误 - ' : '';
  const head = {
    title: mark + title,
    description: column.description,
    tags: columnTags(column),
    path: null,
    column: null,
    isInteraction: true,
  } as const;
  return { template: 'form', head, content };
}

function inWords({ problem, remedy }: FormProblem): string {
  return `${problem}，${remedy}。`;
}

function showField(field: FormField, values: Values, problems: readonly FormProblem[]) {
  const { name, standard = '', hint = '', choices = [], type, part = '', autocomplete = '' } = field;
  const value = values[name] ?? standard;
  const wrong = problems.find((problem) => problem.field === name);
  const described = [hint === '' ? '' : `h-${name}`, wrong ? `e-${name}` : ''].filter((id) => id !== '').join(' ');
  return {
    ...{ name, type, hint, part, autocomplete, value, described, label: field.label, most: field.most },
    isRequired: field.isRequired,
    choices: choices.map((choice) => ({ ...choice, isChosen: value.split('\n').includes(choice.value) })),
    problem: wrong ? inWords(wrong) : '',
  };
}
