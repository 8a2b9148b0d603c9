/**
 * Links of a body. An article may link to other articles of the platform only; every other address becomes a numbered note
 * at its end, and a file says that it is one.
 */
import type { CheerioAPI } from 'cheerio';
import { escapeHtml } from '../../src/channel/escape-html.ts';
import { NOTES } from './article-styles.ts';
import { unwrap } from './article-tree.ts';

export interface Link {
  readonly text: string;
  /** An address of the web, or a mail address. */
  readonly href: string;
  /** Whether it is a file to download. */
  readonly isFile: boolean;
  /** How it is numbered in the text: '[1]', or '[链接1]' where the document has numbered notes of its own. */
  readonly mark: string;
}

const FILE = /\.(pdf|ofd|docx?|xlsx?|pptx?|wps|et|dps|rtf|csv|txt|zip|rar|7z)$/i;

/** Takes the links out of the tree and returns what they led to, [1] first. */
export function unlink($: CheerioAPI, base: string): readonly Link[] {
  const links: Link[] = [];
  const word = /[[［]\d{1,2}[\]］]/.test($.root().text()) ? '链接' : '';
  for (const element of $('a').toArray()) {
    const href = addressIn($(element).attr('href') ?? '', base);
    if (href && isOfPlatform(href)) {
      $(element).attr('href', href);
      continue;
    }
    const text = $(element).text().trim() || ($(element).find('img').length > 0 ? '图片' : '');
    if (href && text !== '' && text !== href) $(element).append(`<sup>${note(links, { text, href }, word)}</sup>`);
    unwrap($, element);
  }
  return links;
}

/** The mark of an address; the same address keeps its first one. */
function note(links: Link[], { text, href }: Pick<Link, 'text' | 'href'>, word: string): string {
  const known = links.find((link) => link.href === href);
  if (known) return known.mark;
  const mark = `[${word}${links.length + 1}]`;
  links.push({ text, href, isFile: isFile(href), mark });
  return mark;
}

function addressIn(href: string, base: string): string | null {
  if (href === '' || href.startsWith('#') || !URL.canParse(href, base)) return null;
  const url = new URL(href, base);
  if (url.protocol === 'mailto:') return url.pathname;
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

function isOfPlatform(href: string): boolean {
  return URL.canParse(href) && new URL(href).hostname === 'mp.weixin.qq.com';
}

function isFile(href: string): boolean {
  return URL.canParse(href) && FILE.test(new URL(href).pathname);
}

/** The notes as they stand below the text: files last, as they come in a document. */
export function showLinks(links: readonly Link[]): string {
  const files = links.filter((link) => link.isFile);
  const others = links.filter((link) => !link.isFile);
  return section('文中链接', others) + section('附件（请点“阅读原文”到网站下载）', files);
}

function section(heading: string, links: readonly Link[]): string {
  if (links.length === 0) return '';
  const lines = links.map(({ mark, text, href }) => `${mark} ${escapeHtml(text)}：${escapeHtml(href)}`);
  return `<section style="${NOTES}"><strong>${heading}</strong><br>${lines.join('<br>')}</section>`;
}
