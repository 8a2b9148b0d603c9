/** Numbers that prove who applies, by their check characters: slips are noticed before an application is turned back for them. */
import { isIdentityNumber } from '../privacy/check-numbers.ts';

/** 居民身份证, GB 11643-1999. What is wrong, in Chinese, or null. */
export function checkIdentityNumber(typed: string): string | null {
  const text = typed.normalize('NFKC').toUpperCase();
  if (!/^\d{17}[\dX]$/.test(text)) return '身份证号应为 18 位';
  return isIdentityNumber(text) ? null : '身份证号有一处填错';
}

const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** 统一社会信用代码, GB 32100-2015. What is wrong, in Chinese, or null. */
export function checkCreditCode(typed: string): string | null {
  const text = typed.normalize('NFKC').toUpperCase();
  if (!new RegExp(`^[${CODE_ALPHABET}]{18}$`).test(text)) return '统一社会信用代码应为 18 位数字和字母';
  let weight = 1;
  let sum = 0;
  for (const character of text.slice(0, 17)) {
    sum += CODE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CODE_ALPHABET[(31 - (sum % 31)) % 31] === text[17] ? null : '统一社会信用代码有一处填错';
}
