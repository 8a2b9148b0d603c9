/**
 * Ordered lists numbered as official documents are: 一、（一）1.（1）, GB/T 9704—2012 7.3.3. The numbers become text and the
 * items paragraphs: the editor counts in no such way, and a document indents the first line only.
 */
import type { CheerioAPI } from 'cheerio';
import { isInline, isTag, type Node, replace, type Tag, tagsIn, unwrap, wordsOf } from './article-tree.ts';

/** How a line of each level begins when a person numbered it. */
const LEVELS = [
  /^[一二三四五六七八九十百]+、/,
  /^[（(][一二三四五六七八九十百]+[）)]/,
  /^\d+[.．、](?!\d)/,
  /^[（(]\d+[）)]/,
];

/** The level of a line numbered by hand, 0 for “一、”; -1 for any other. */
export function levelOf(words: string): number {
  return LEVELS.findIndex((pattern) => pattern.test(words));
}

/** Changes every `ol` of the tree. */
export function numberLists($: CheerioAPI): void {
  const lists = findLists($);
  for (const { list, level } of lists.toReversed()) unfold($, list, level); // inner ones first
}

interface Found {
  readonly list: Tag;
  readonly level: number;
}

/** A list goes on one level below the numbered line it stands under, an inner one below its outer one. */
function findLists($: CheerioAPI): Found[] {
  const found: Found[] = [];
  const levels = new Map<Tag, number>();
  let above = -1;
  for (const tag of tagsIn($)) {
    const outer = outerList(tag, levels);
    if (tag.tagName === 'ol') {
      const level = outer === null ? above + 1 : outer + 1;
      levels.set(tag, level);
      found.push({ list: tag, level });
    } else if (outer === null && /^(p|h\d)$/.test(tag.tagName)) {
      const level = levelOf(wordsOf($, tag));
      if (level >= 0 || tag.tagName !== 'p') above = level;
    }
  }
  return found;
}

function outerList(tag: Tag, levels: ReadonlyMap<Tag, number>): number | null {
  for (let up = tag.parent; up; up = up.parent) {
    const level = levels.get(up as Tag);
    if (level !== undefined) return level;
  }
  return null;
}

function unfold($: CheerioAPI, list: Tag, level: number): void {
  let number = Number(list.attribs.start ?? 1) || 1;
  for (const item of list.children.filter((child) => isTag(child) && child.tagName === 'li')) {
    const isNumbered = levelOf(wordsOf($, item)) >= 0;
    const marker = isNumbered ? '' : numeral(number, level);
    number++;
    replace($, item as Tag, paragraphsOf($, item as Tag, marker));
  }
  unwrap($, list);
}

/** An item's content as blocks, the first beginning with the number. */
function paragraphsOf($: CheerioAPI, item: Tag, marker: string): Node[] {
  const blocks: Node[] = [];
  let run: Node[] = [];
  const close = () => {
    if (run.some((node) => isTag(node) || wordsOf($, node) !== '')) blocks.push(...$('<p></p>').append(run).toArray());
    run = [];
  };
  for (const node of [...item.children]) {
    if (isInline(node)) run.push(node);
    else {
      close();
      blocks.push(node);
    }
  }
  close();
  const first = blocks[0];
  if (isTag(first) && first.tagName === 'p') $(first).prepend(marker);
  else if (marker !== '') blocks.unshift(...$('<p></p>').text(marker).toArray());
  return blocks;
}

const DIGITS = '零一二三四五六七八九';

function numeral(number: number, level: number): string {
  if (level === 0) return `${inChinese(number)}、`;
  if (level === 1) return `（${inChinese(number)}）`;
  if (level === 2) return `${number}.`;
  if (level === 3) return `（${number}）`;
  return number >= 1 && number <= 20 ? String.fromCodePoint(0x245f + number) : `${number})`; // ① to ⑳
}

/** 1 to 99 as documents write it: 十, 十一, 二十. */
function inChinese(number: number): string {
  if (number < 1 || number > 99) return String(number);
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  const head = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return head + (ones === 0 ? '' : DIGITS[ones]);
}
