/**
 * A form of the public site as data: what it asks, in words; and how an answer to it is read. One template shows all of them
 * (site/templates/form.eta), readable and usable without scripts; the browser's own checks only save a round trip.
 */
import type { Column } from '../release/columns.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'tel' | 'email' | 'textarea' | 'radio' | 'checkbox' | 'select' | 'hidden';
  readonly isRequired: boolean;
  /** Characters. */
  readonly most: number;
  readonly hint?: string;
  /** Of a checkbox several may be chosen: they stand one a line in the value. */
  readonly choices?: readonly Choice[];
  /** Chosen before anybody chooses. */
  readonly standard?: string;
  /** WCAG 1.3.5. */
  readonly autocomplete?: string;
  /** Begins a part of the form under this heading. */
  readonly part?: string;
  /** Says what is wrong with a text that is there; null when nothing is. Chinese. */
  readonly check?: (text: string) => string | null;
}

export interface FormProblem {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

export type Values = Readonly<Record<string, string>>;

/** What a form asks, whatever becomes of it. */
export interface Asking {
  readonly title: string;
  /** Page tags: the form is a column of its own kind. */
  readonly column: Omit<Column, 'id'>;
  /** What somebody should know before he writes; one paragraph each. */
  readonly guide: readonly string[];
  readonly fields: readonly FormField[];
  readonly submit: string;
  /** What is only wrong with fields together. */
  readonly check?: (values: Values) => readonly FormProblem[];
}

export interface Form extends Asking {
  /** Also the last part of its address, /interact/<id>/. */
  readonly id: 'letter' | 'request' | 'correction' | 'comment';
}

export function choicesOf(labels: readonly string[]): Choice[] {
  return labels.map((label) => ({ value: label, label }));
}

export interface Read {
  /** As it was typed, cleaned of what no one can see; what a refused form shows again. */
  readonly values: Values;
  readonly problems: readonly FormProblem[];
}

/** Reads what came in. Fields the form does not have are left out; a field sent twice counts once. */
export function readForm(form: Asking, sent: URLSearchParams): Read {
  const values = Object.fromEntries(form.fields.map((field) => [field.name, clean(field, textOf(field, sent))]));
  const problems = form.fields.flatMap((field) => problemsOf(field, values[field.name] ?? ''));
  const together = problems.length === 0 ? (form.check?.(values) ?? []) : [];
  return { values, problems: [...problems, ...together] };
}

function textOf({ name, type }: FormField, sent: URLSearchParams): string {
  return type === 'checkbox' ? [...new Set(sent.getAll(name))].join('\n') : (sent.get(name) ?? '');
}

/** Line breaks stay in a text of several lines only. */
function clean({ type }: FormField, text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?/g, '\n');
  const seen = lines.replace(/[\p{Cc}\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu, (one) =>
    one === '\n' ? one : '',
  );
  return (type === 'textarea' || type === 'checkbox' ? seen : seen.replaceAll('\n', ' ')).trim();
}

function problemsOf(field: FormField, text: string): FormProblem[] {
  const { name, label, type, isRequired, most, choices } = field;
  if (text === '') {
    const verb = choices ? '选择' : '填写';
    return isRequired ? [{ field: name, problem: `没有${verb}“${label}”`, remedy: `请${verb}${label}` }] : [];
  }
  const length = [...text].length;
  if (length > most) {
    return [{ field: name, problem: `“${label}”有 ${length} 字，最多 ${most} 字`, remedy: '请删减' }];
  }
  const chosen = type === 'checkbox' ? text.split('\n') : [text];
  if (choices && !chosen.every((one) => choices.some(({ value }) => value === one))) {
    return [{ field: name, problem: `“${label}”不在可选范围内`, remedy: '请重新选择' }];
  }
  const wrong = field.check?.(text) ?? checkByType(type, text);
  return wrong === null ? [] : [{ field: name, problem: `“${label}”${wrong}`, remedy: '请核对后重新填写' }];
}

function checkByType(type: FormField['type'], text: string): string | null {
  if (type === 'tel') return isPhone(text) ? null : '不像电话号码（手机 11 位，或区号加座机）';
  if (type === 'email') return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text) ? null : '不像邮箱地址';
  return null;
}

/** A mobile number, or a landline with or without area code and extension. */
function isPhone(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/[\s\-—－()]/g, '');
  return /^(?:\+?86)?1[3-9]\d{9}$/.test(plain) || /^(?:0\d{2,3})?[2-9]\d{6,7}(?:(?:转|#)\d{1,6})?$/.test(plain);
}

/** The last four digits of a telephone number, however it was written; '' when there are not that many. */
export function lastDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?:转|#).*$/, '')
    .replace(/\D/g, '')
    .slice(-4)
    .padStart(4, '-')
    .replace(/.*-.*/, '');
}
