/**
 * The web address of a post: https://weibo.com/<uid>/<code>, where the code is the post's digits, cut from the right into
 * groups of seven, each written in base 62; all groups but the first are padded to four characters.
 */

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** 3501756485200075 becomes z0JH2lOMb. */
export function toCode(mid: string): string {
  const groups: string[] = [];
  for (let end = mid.length; end > 0; end -= 7) groups.unshift(mid.slice(Math.max(0, end - 7), end));
  return groups.map((group, nth) => toBase62(Number(group)).padStart(nth === 0 ? 1 : 4, '0')).join('');
}

/** The page of a post; `pages` is https://weibo.com. */
export function postUrl(pages: string, uid: string, mid: string): string {
  return `${pages}/${uid}/${toCode(mid)}`;
}

function toBase62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS.charAt(rest % 62) + text;
  return text || '0';
}
