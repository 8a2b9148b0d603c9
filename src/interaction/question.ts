/**
 * The question at the end of a form that keeps programs out without any outside service: a small sum in Chinese words, the
 * same for eyes and screen readers. (A picture with a spoken way around it is no harder than that way.) It does not stand
 * alone: a form takes some seconds to fill in, a trap field stays empty, addresses are counted, and a question is good once.
 *
 * Nothing is stored: question, time and number travel sealed in the form.
 */
import { randomInt } from 'node:crypto';
import { minutes, seconds } from '../clock.ts';
import { newId } from '../ids.ts';
import { sealText, unsealText } from '../privacy/seal-text.ts';

export interface Question {
  /** Chinese, as it is shown. */
  readonly text: string;
  /** Comes back with the form. */
  readonly token: string;
}

interface Asked {
  /** Names what is sent in with this question: sending it twice makes one record. */
  readonly id: string;
  readonly text: string;
  readonly answer: number;
  readonly at: number;
}

export type Checked =
  | { readonly is: 'right'; readonly id: string }
  /** Chinese; `question` is what to show again: the same one, or a new one when it was too old. */
  | { readonly is: 'wrong'; readonly problem: string; readonly remedy: string };

/** Long enough to write a long letter. */
const GOOD_FOR_MS = minutes(180);
/** Nobody reads and fills in a form faster. */
const QUICKEST_MS = seconds(2);
const NUMERALS = '零一二三四五六七八九十';
const SHAPES = [
  { say: (a: string, b: string) => `${a}加上${b}等于几？`, count: (a: number, b: number) => a + b, least: 1 },
  { say: (a: string, b: string) => `比${a}多${b}的数是几？`, count: (a: number, b: number) => a + b, least: 1 },
  { say: (a: string, b: string) => `${a}乘以${b}等于几？`, count: (a: number, b: number) => a * b, least: 1 },
  {
    say: (a: string, b: string) => `${a}个人，每人${b}支笔，一共几支笔？`,
    count: (a: number, b: number) => a * b,
    least: 2,
  },
] as const;

/** `form` is the form's id: a question of one form is no good for another. */
export function askQuestion(key: Buffer, form: string, now: Date): Question {
  const shape = SHAPES[randomInt(SHAPES.length)] ?? SHAPES[0];
  const [a, b] = [randomInt(shape.least, 10), randomInt(shape.least, 10)];
  const text = shape.say(NUMERALS[a] ?? '', NUMERALS[b] ?? '');
  const asked: Asked = { id: newId(now), text, answer: shape.count(a, b), at: now.getTime() };
  return { text, token: sealText(JSON.stringify(asked), key, aboutOf(form)) };
}

/** The same question again after something else was wrong with the form; a new one when it is none of ours or too old. */
export function askAgain(key: Buffer, form: string, token: string, now: Date): Question {
  const asked = readToken(key, form, token);
  return asked && isFresh(asked, now) ? { text: asked.text, token } : askQuestion(key, form, now);
}

export function checkAnswer(
  key: Buffer,
  { form, token, answer }: { readonly form: string; readonly token: string; readonly answer: string },
  now: Date,
): Checked {
  const asked = readToken(key, form, token);
  if (!asked || !isFresh(asked, now)) {
    return { is: 'wrong', problem: '页面停留太久，验证问题已经失效', remedy: '请回答新的问题后再提交' };
  }
  if (now.getTime() - asked.at < QUICKEST_MS) {
    return { is: 'wrong', problem: '提交得太快', remedy: '请核对内容，稍候两秒再提交' };
  }
  if (toNumber(answer) !== asked.answer) {
    return { is: 'wrong', problem: '验证问题没有答对', remedy: '请看清题目，填写数字' };
  }
  return { is: 'right', id: asked.id };
}

function readToken(key: Buffer, form: string, token: string): Asked | null {
  if (token === '' || token.length > 1000) return null;
  try {
    return JSON.parse(unsealText(token, key, aboutOf(form))) as Asked;
  } catch {
    return null; // none of ours
  }
}

function isFresh({ at }: Asked, now: Date): boolean {
  return now.getTime() - at < GOOD_FOR_MS;
}

function aboutOf(form: string): string {
  return `question:${form}`;
}

/** Digits of either width, or Chinese numerals below a hundred; NaN for anything else. */
export function toNumber(typed: string): number {
  const text = typed.normalize('NFKC').replace(/[\s。.]/g, '');
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const [, tens, ones] = /^(?:([二三四五六七八九]?)十)?([零一二三四五六七八九]?)$/.exec(text.replace('两', '二')) ?? [];
  if (text === '' || (tens === undefined && ones === undefined)) return Number.NaN;
  const ten = tens === undefined ? 0 : (tens === '' ? 1 : NUMERALS.indexOf(tens)) * 10;
  return ten + (ones ? NUMERALS.indexOf(ones) : 0);
}
