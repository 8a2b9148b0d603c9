/**
 * Numbers of persons in a text about to be published: told to who writes and who reviews, before it is out. Only told, since
 * an office's own mobile number may be meant to stand there.
 */
import type { FieldProblem } from '../errors.ts';
import { toPlainText } from './plain-text.ts';
import type { ReleaseText } from './release.ts';

interface Kind {
  readonly name: string;
  readonly pattern: RegExp;
  readonly isOne: (text: string) => boolean;
  readonly remedy: string;
}

const MASK = '请删去，或用 * 遮住中间各位；依法必须公开的，请在审核意见中写明依据';

const KINDS: readonly Kind[] = [
  { name: '身份证号', pattern: /(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g, isOne: isIdentityNumber, remedy: MASK },
  { name: '银行卡号', pattern: /(?<!\d)62\d{14,17}(?!\d)/g, isOne: isCardNumber, remedy: MASK },
  {
    name: '手机号码',
    pattern: /(?<!\d)1[3-9]\d{9}(?!\d|\.\d)/g,
    isOne: () => true,
    remedy: '属于个人的，请删去或遮住中间各位；办公联系电话可以保留',
  },
];

/** What looks like it in title, summary and body; `problem` shows each number masked. */
export function findPersonalData({ title, summary, body }: Pick<ReleaseText, 'title' | 'summary' | 'body'>) {
  const fields = Object.entries({ title, summary, body: toPlainText(body) });
  return fields.flatMap(([field, text]) => KINDS.flatMap((kind) => findKind(field, text, kind)));
}

function findKind(field: string, text: string, { name, pattern, isOne, remedy }: Kind): FieldProblem[] {
  const numbers = [...new Set(Array.from(text.matchAll(pattern), ([number]) => number))].filter(isOne);
  const [first] = numbers;
  if (first === undefined) return [];
  return [{ field, problem: `疑似含有${name} ${numbers.length} 处，如 ${mask(first)}`, remedy }];
}

function mask(number: string): string {
  return `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`;
}

/** The check digit of GB 11643-1999 (ISO 7064 MOD 11-2). */
function isIdentityNumber(text: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return '10X98765432'[sum % 11] === text[17]?.toUpperCase();
}

/** The check digit of ISO/IEC 7812-1 (Luhn); 62 is UnionPay's. */
function isCardNumber(text: string): boolean {
  const digits = [...text].reverse().map(Number);
  const sum = digits.reduce(
    (total, digit, i) => total + (i % 2 === 0 ? digit : ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit] ?? 0)),
    0,
  );
  return sum % 10 === 0;
}
