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

/** z0JH2lOMb becomes 3501756485200075; null for what is no code. */
export function fromCode(code: string): string | null {
  if (!/^[0-9A-Za-z]{8,12}$/.test(code)) return null;
  const groups: string[] = [];
  for (let end = code.length; end > 0; end -= 4) groups.unshift(code.slice(Math.max(0, end - 4), end));
  const numbers = groups.map((group) => String([...group].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0)));
  const mid = numbers.map((number, nth) => (nth === 0 ? number : number.padStart(7, '0'))).join('');
  return toCode(mid) === code ? mid : null;
}

/**
 * The post at an address that staff copied: on the account's own page, or on the phone's site, which may leave the account
 * out; null for any other address.
 */
export function midOfAddress(address: string, pages: string, uid: string): string | null {
  if (!URL.canParse(address)) return null;
  const { host, pathname } = new URL(address);
  const isPhone = host === PHONE;
  if (!isPhone && bare(host) !== bare(new URL(pages).host)) return null;
  const [, page = '', name = ''] = /^\/(\w+)\/([0-9A-Za-z]+)\/?$/.exec(pathname) ?? [];
  if (page !== uid && !(isPhone && (page === 'status' || page === 'detail'))) return null;
  return /^\d{10,20}$/.test(name) ? name : fromCode(name);
}

const PHONE = 'm.weibo.cn';

const bare = (host: string) => host.replace(/^www\./, '');
