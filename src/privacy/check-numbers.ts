/** What makes a row of digits a number of the kind it looks like: check digits, dates and places inside it. */

/** First two digits of GB/T 2260: the provinces. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/** 18 characters: place, date of birth and the check digit of GB 11643-1999 (ISO 7064 MOD 11-2). 15: place and date. */
export function isIdentityNumber(number: string): boolean {
  if (!PROVINCES.has(number.slice(0, 2))) return false;
  if (number.length === 15) return isDate(`19${number.slice(6, 12)}`);
  return number.length === 18 && isDate(number.slice(6, 14)) && hasCheckDigit(number);
}

/** The check digit of ISO/IEC 7812-1 (Luhn) over 16 to 19 digits under a prefix that banks use for cards. */
export function isCardNumber(digits: string): boolean {
  if (!isCardPrefix(digits) || /^(\d)\1+$/.test(digits)) return false;
  const sum = [...digits]
    .reverse()
    .map(Number)
    .reduce((total, digit, i) => total + (i % 2 === 0 ? digit : (DOUBLED[digit] ?? 0)), 0);
  return sum % 10 === 0;
}

/** UnionPay has 62 and, from before it, 9558 and a few in 60, 68 and 69; the others always have 16 digits. */
function isCardPrefix(digits: string): boolean {
  if (digits.length === 16 && /^(?:4|5[1-5]|2[2-7]|35)/.test(digits)) return true;
  return digits.length >= 16 && digits.length <= 19 && /^(?:62|60|68|69|9558)/.test(digits);
}

function hasCheckDigit(number: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
  return '10X98765432'[sum % 11] === number[17]?.toUpperCase();
}

/** YYYYMMDD of somebody who may be alive. */
function isDate(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1880 || year > 2100) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
