/**
 * The number a citizen asks by, such as 20180702-4K7P-QMR: the Beijing day, six characters of chance, a check character. Nothing of it
 * follows from the message, so knowing an id, or one's own number, gives nobody else's; about 890 million for each day.
 *
 * Alphabet and check are those of 统一社会信用代码 (GB 32100-2015): no I, O, S, V, Z, which are misheard or misread; weights 3^i
 * modulo 31, so that any wrong character and any two neighbours exchanged are noticed.
 */
import { randomInt } from 'node:crypto';
import { isDay, toDay } from '../clock.ts';
import { invalid } from '../errors.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CHANCE = 6;
const BARE = new RegExp(`^(\\d{8})[${ALPHABET}]{${CHANCE + 1}}$`);

/** What people write for a character that no number has. */
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5', V: 'U' };

/** A new number. Whether it is free, the store says (give-receipt.ts). */
export function drawReceiptNumber(now: Date, draw: (below: number) => number = randomInt): string {
  const chance = Array.from({ length: CHANCE }, () => ALPHABET[draw(ALPHABET.length)]);
  const bare = toDay(now).replaceAll('-', '') + chance.join('');
  return withHyphens(bare + checkOf(bare));
}

/**
 * The number somebody typed or read aloud, as it is kept: small letters, full-width ones, spaces and other hyphens are taken.
 * Throws 'invalid-input' with what to do, without the text itself.
 */
export function readReceiptNumber(typed: string): string {
  const plain = typed.normalize('NFKC').toUpperCase();
  const bare = [...plain.replace(/[\s\-‐-―－_.·]/g, '')].map((one) => MISREAD[one] ?? one).join('');
  const [, day = ''] = BARE.exec(bare) ?? [];
  if (!isDay(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`)) {
    throw invalid('number', '查询编号的写法不对', '编号为 8 位日期加 7 位字符，如 20180702-4K7P-QMR，请照回执抄写');
  }
  if (checkOf(bare.slice(0, -1)) !== bare.at(-1)) {
    throw invalid('number', '查询编号有一处抄错', '请对照回执逐位核对；编号中没有字母 I、O、S、V、Z');
  }
  return withHyphens(bare);
}

function withHyphens(bare: string): string {
  return `${bare.slice(0, 8)}-${bare.slice(8, 12)}-${bare.slice(12)}`;
}

function checkOf(bare: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of bare) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}
