/** Filling in a public form as a browser without scripts does: open the page, answer its question, send what it has. */
import { load } from 'cheerio';

export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Words of the main part. */
  readonly words: string;
}

const NUMERALS = '零一二三四五六七八九';

/** What a person would answer. */
export function solve(question: string): string {
  const sum = question.replace('等于几', '').replace('是几', '').replace('几支', '').replace('一共', '');
  const [a = 0, b = 0] = [...sum].flatMap((one) => (NUMERALS.includes(one) ? [NUMERALS.indexOf(one)] : []));
  return String(/乘|每人/.test(question) ? a * b : a + b);
}

export async function openPage(url: string): Promise<Page> {
  return await toPage(await fetch(url, { headers: { accept: 'text/html' } }));
}

/** Sends the form of a page; `changes` are what was typed. A null leaves a field out. */
export async function sendForm(
  base: string,
  page: Page,
  changes: Readonly<Record<string, string | null>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const $ = load(page.html);
  const form = $('main form');
  const fields = new URLSearchParams();
  for (const field of form.find('input, textarea, select').toArray()) {
    const { name = '', type = '', value = '' } = field.attribs;
    if (/radio|checkbox/.test(type) && !('checked' in field.attribs)) continue;
    const typed = field.tagName === 'textarea' ? $(field).text() : value;
    fields.set(name, field.tagName === 'select' ? String($(field).val() ?? '') : typed);
  }
  if (fields.has('answer')) fields.set('answer', solve($('label[for=f-answer]').text()));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) fields.delete(name);
    else fields.set(name, value);
  }
  const response = await fetch(new URL(form.attr('action') ?? '', base), {
    method: 'POST',
    body: fields,
    headers: { accept: 'text/html', ...headers },
  });
  return await toPage(response);
}

async function toPage(response: Response): Promise<Page> {
  const html = await response.text();
  const words = load(html)('main').text().replace(/\s+/g, ' ').trim();
  return { status: response.status, html, headers: response.headers, words };
}

/** The number on a receipt. */
export function numberOn({ html }: Page): string {
  return load(html)('.number').first().text();
}

export const aLetter = {
  mailbox: '县长信箱',
  about: '咨询',
  title: '建设路路灯什么时候修好',
  text: '建设路从中学到医院一段的路灯已经坏了半个月，晚上学生放学看不清路，请问什么时候能修好？',
  name: '王小明',
  phone: '13800001234',
};

export const aRequest = {
  name: '王小明',
  identity: '11010519491231002X',
  phone: '0854-7612345',
  address: '示范县龙坪镇解放路1号',
  title: '2018年城区供水管网改造预算',
  text: '2018年县水务局城区供水管网改造项目的预算批复文件。',
};
