/**
 * The exact words of a reply: one text, and where a channel wants its own, that channel's. What differs from one addressee to
 * the next stands in it as a placeholder, filled when it is sent; an approval is of the words with their placeholders. Pure.
 */
import { invalid } from '../errors.ts';

export interface Wording {
  readonly text: string;
  /** By account id, for accounts that get other words. */
  readonly variants?: Readonly<Record<string, string>>;
}

/** What is known of one addressee. */
export interface Addressed {
  /** The name shown on his platform, or ''. */
  readonly name: string;
  /** The number he asks by; see signal/receipt-number.ts. */
  readonly number: string;
}

/** As long as any number: tells how long a text will be before a number is given. */
export const SAMPLE_NUMBER = '20180702-0000-000';

/** Placeholders that differ from one addressee to the next → 界面. */
export const addresseePlaceholders = { 称呼: '来信人在平台上的名称，没有的写“网友”', 编号: '查询编号' } as const;

const PLACEHOLDER = /\{([\p{Script=Han}]{1,8})\}/gu;
const LONGEST_NAME = 30;

export function wordsFor({ text, variants = {} }: Wording, account: string): string {
  return variants[account] ?? text;
}

export function fillFor(words: string, { name, number }: Addressed): string {
  const shown = [...name.replace(/\s+/g, ' ').trim()].slice(0, LONGEST_NAME).join('');
  return words.replaceAll('{称呼}', () => shown || '网友').replaceAll('{编号}', () => number);
}

/** Whether every addressee is told the number he asks by. */
export function tellsNumber(words: string): boolean {
  return words.includes('{编号}');
}

/** Throws 'invalid-input' for words to an account there is not, and for a placeholder nobody would fill. */
export function checkWording({ text, variants = {} }: Wording, accounts: readonly { readonly id: string }[]): void {
  for (const account of Object.keys(variants)) {
    if (!accounts.some(({ id }) => id === account))
      throw invalid(`variants.${account}`, `没有账号“${account}”`, '请从账号列表中选择');
  }
  checkPlaceholders('text', text);
  for (const [account, words] of Object.entries(variants)) checkPlaceholders(`variants.${account}`, words);
}

function checkPlaceholders(field: string, words: string): void {
  for (const [placeholder, name = ''] of words.matchAll(PLACEHOLDER)) {
    if (name in addresseePlaceholders) continue;
    const known = Object.keys(addresseePlaceholders).map((one) => `{${one}}`);
    throw invalid(field, `“${placeholder}”没有可填的内容`, `请改为实际内容；能自动填写的有 ${known.join('、')}`);
  }
}
